/** Money of an agency, drawn at random: contracts, signatures, events, payments and schedules; and the reports of it reckoned by hand. */
import type { Agency, Person } from '../support/agency.ts'

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Moments at which calendars differ between Paris and UTC, and days that not every year has. */
const edges = [
  '2023-12-31T22:59:59Z',
  '2023-12-31T23:00:00Z',
  '2023-12-31T23:30:00Z',
  '2024-01-01T00:00:00Z',
  '2024-02-28T23:30:00Z',
  '2024-02-29T12:00:00Z',
  '2024-03-31T00:59:59Z',
  '2024-03-31T21:59:59Z',
  '2024-03-31T22:00:00Z',
  '2024-10-26T22:30:00Z',
  '2024-10-31T23:00:00Z',
  '2025-02-28T22:59:59Z',
  '2025-12-31T23:59:59Z',
]

/** An amount in cents as a decimal: `-12.05`. */
export const decimal = (cents: bigint): string => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Writes contracts of these salespeople as the owner, through the triggers that keep what remains: signed and unsigned ones, payments and
 * refunds on any days, some of which are cancelled, openings, schedules, and totals that change after the schedule was made.
 */
export async function keepBooks(
  agency: Agency,
  o: {
    readonly seed: number
    readonly contracts: number
    readonly sellers: readonly Person[]
    readonly helpers: readonly Person[]
  },
): Promise<void> {
  const draw = drawing(o.seed)
  const upTo = (most: number) => Math.floor(draw() * most)
  const one = <T>(of: readonly T[]): T => of[upTo(of.length)] as T
  const moment = () =>
    draw() < 0.2 ? one(edges) : new Date(Date.UTC(2022, 11, 1) + upTo(4 * 365 * 86_400) * 1000).toISOString()
  const day = () => moment().slice(0, 10)
  const clients = Array.from({ length: 14 }, (_, n) => ({
    id: n + 1,
    company_id: n % 4 === 0 ? null : 1 + (n % 3),
    commercial_id: o.sellers[n % o.sellers.length]?.id,
  }))
  const [contracts, payments, instalments, events, totals]: Record<string, unknown>[][] = [[], [], [], [], []]
  for (let id = 1; id <= o.contracts; id++) {
    const client = one(clients)
    const total = BigInt(1 + upTo(5_000_000))
    const opening = draw() < 0.2 ? BigInt(upTo(Number(total))) : 0n
    const isSigned = draw() < 0.8
    contracts?.push({
      id,
      client_id: client.id,
      commercial_id: client.commercial_id,
      total_amount: decimal(total),
      remaining_amount: decimal(total - opening),
      is_signed: isSigned,
      signed_at: isSigned ? moment() : null,
    })
    let paid = opening
    for (let n = upTo(5); n > 0; n--) {
      const isRefund = paid > opening && draw() < 0.3
      const most = isRefund ? paid : total - paid
      if (most === 0n) break
      // Often all that remains, because a contract that is fully paid is looked at by itself.
      const amount = draw() < 0.25 ? most : BigInt(1 + upTo(Number(most)))
      // What is cancelled at once moves nothing.
      const isCancelled = draw() < 0.25
      paid += isCancelled ? 0n : isRefund ? -amount : amount
      payments?.push({
        contract_id: id,
        amount: decimal(isRefund ? -amount : amount),
        kind: isRefund ? 'refund' : 'payment',
        paid_on: day(),
        cancelled_at: isCancelled ? '2026-06-01T00:00:00Z' : null,
      })
    }
    if (draw() < 0.6 && total > 10n) {
      let left = total
      for (let n = upTo(4); n > 0 && left > 2n; n--) {
        const amount = BigInt(1 + upTo(Number(left) - 1))
        instalments?.push({ contract_id: id, due_on: day(), amount: decimal(amount) })
        left -= amount
      }
      instalments?.push({ contract_id: id, due_on: day(), amount: decimal(left) })
    }
    if (draw() < 0.15)
      totals?.push({ id, more: decimal(BigInt(draw() < 0.5 ? upTo(90_000) : -upTo(Number(total - paid) + 1))) })
    for (let n = isSigned ? upTo(3) : 0; n > 0; n--) {
      const start = Date.parse(moment()) + upTo(2) * 365 * 86_400_000
      events?.push({
        contract_id: id,
        commercial_id: client.commercial_id,
        title: `Gala ${id}`,
        full_address: 'Candé',
        support_contact_id: draw() < 0.5 ? one(o.helpers).id : null,
        start_date: new Date(start).toISOString(),
        end_date: new Date(start + (draw() < 0.2 ? 400 : 6) * 3_600_000).toISOString(),
      })
    }
  }
  await agency.owner(async (sql) => {
    const put = async (table: string, rows: readonly Record<string, unknown>[] = []) => {
      const columns = Object.keys(rows[0] ?? {}).join(', ')
      await sql.unsafe(
        `insert into epic_events.${table} (${columns})
         select ${columns} from json_populate_recordset(null::epic_events.${table}, $1::text::json)`,
        [JSON.stringify(rows)],
      )
    }
    await put(
      'company',
      [1, 2, 3].map((id) => ({ id, name: `Company ${id}` })),
    )
    await put(
      'client',
      clients.map((each) => ({ ...each, full_name: `Client ${each.id}`, email: `client${each.id}@mail.example` })),
    )
    await put('contract', contracts)
    // The days of the openings are those on which the contracts were written, unless somebody says otherwise.
    await sql`update epic_events.payment set paid_on = date '2023-01-01' + contract_id * 7 % 1200`
    for (const payment of payments ?? []) await put('payment', [payment])
    await put('instalment', instalments)
    await sql`update epic_events.contract k set total_amount = k.total_amount + x.more
      from json_to_recordset(${JSON.stringify(totals)}::text::json) x(id integer, more numeric)
      where x.id = k.id and k.remaining_amount + x.more >= 0`
    await put('event', events)
  })
}

/** What the contracts, payments and instalments are, past all policies. Amounts are cents. */
interface Books {
  readonly contracts: readonly {
    readonly id: number
    readonly client_id: number
    readonly commercial_id: number
    readonly company_id: number | null
    readonly total: bigint
    readonly signed: string
  }[]
  readonly payments: ReadonlyMap<number, readonly { readonly paid_on: string; readonly cents: bigint }[]>
  readonly schedule: ReadonlyMap<number, readonly { readonly due_on: string; readonly cents: bigint }[]>
}

/** Reads the books as the owner. @param zone in which contracts were signed on a day */
export function readBooks(agency: Agency, zone: string): Promise<Books> {
  return agency.owner(async (sql) => {
    const cents = <R extends { readonly amount: string }>({ amount, ...row }: R) => ({ ...row, cents: BigInt(amount) })
    const contracts = await sql<(Omit<Books['contracts'][number], 'total'> & { amount: string })[]>`
      select k.id, k.client_id, k.commercial_id, c.company_id, (k.total_amount * 100)::bigint::text as amount,
        to_char(k.signed_at at time zone ${zone}, 'YYYY-MM-DD') as signed
      from epic_events.contract k join epic_events.client c on c.id = k.client_id where k.is_signed order by k.id`
    const payments = await sql<{ contract_id: number; paid_on: string; amount: string }[]>`
      select contract_id, paid_on::text as paid_on, (amount * 100)::bigint::text as amount
      from epic_events.payment where cancelled_at is null`
    const schedule = await sql<{ contract_id: number; due_on: string; amount: string }[]>`
      select contract_id, due_on::text as due_on, (amount * 100)::bigint::text as amount
      from epic_events.instalment order by due_on, id`
    return {
      contracts: contracts.map(({ amount, ...row }) => ({ ...row, total: BigInt(amount) })),
      payments: Map.groupBy(payments.map(cents), (row) => row.contract_id),
      schedule: Map.groupBy(schedule.map(cents), (row) => row.contract_id),
    }
  })
}

export type AgeingRow = readonly [notDue: bigint, to30: bigint, to60: bigint, to90: bigint, over: bigint]

/** Ageing by hand: each contract's payments are handed out to its instalments, the one that is due first first. */
export function aged(
  books: Books,
  day: string,
  by: 'client_id' | 'commercial_id' | 'company_id',
): Map<number | null, AgeingRow> {
  const all = new Map<number | null, bigint[]>()
  for (const contract of books.contracts) {
    if (contract.signed > day) continue
    const paid = (books.payments.get(contract.id) ?? [])
      .filter(({ paid_on: on }) => on <= day)
      .reduce((sum, { cents }) => sum + cents, 0n)
    if (contract.total - paid <= 0n) continue
    const row = all.get(contract[by]) ?? [0n, 0n, 0n, 0n, 0n]
    all.set(contract[by], row)
    let [open, money, asked] = [contract.total - paid, paid, contract.total]
    for (const { due_on: due, cents } of books.schedule.get(contract.id) ?? []) {
      // A schedule may ask for more than the total came to be.
      let amount = cents
      if (asked < amount) amount = asked
      asked -= amount
      // What went back before anything was paid is owed with the first instalment.
      const missing = money < 0n ? amount - money : money < amount ? amount - money : 0n
      money = money < amount ? 0n : money - amount
      const late = Temporal.PlainDate.from(due).until(day).days
      const at = late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4
      row[at] = (row[at] ?? 0n) + missing
      open -= missing
    }
    row[0] = (row[0] ?? 0n) + open
  }
  return all as unknown as Map<number | null, AgeingRow>
}
