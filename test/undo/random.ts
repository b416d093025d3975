/**
 * Random work of several people, each command an operation, taken back in reverse order: after each undo every row is as it was before the
 * command, hidden columns included; undone again, as it was after it. What somebody has changed since is refused, and nothing else is.
 */
import postgres from 'postgres'
import { unsettled } from '../support/money.ts'
import { seeded } from '../support/power-cut.ts'
import { type Ground, openGround, type Someone } from '../trust/ground.ts'

export interface Rounds {
  readonly seed: number
  readonly sequences: number
  readonly commands: number
  readonly undone: number
  /** By another person, because the author lacks the opposite permission. */
  readonly forOthers: number
  readonly wrong: readonly string[]
}

/**
 * What tells two states apart: everything but versions and times of change, notes that were taken back, and payments that were cancelled.
 */
const tables: Readonly<Record<string, string>> = {
  company: `to_jsonb(t) - '{version,updated_at}'::text[]`,
  client: `to_jsonb(t) - '{version,updated_at}'::text[]`,
  contract: `to_jsonb(t) - '{version,updated_at}'::text[]`,
  event: `to_jsonb(t) - '{version,updated_at}'::text[]`,
  users: `to_jsonb(t) - '{version,updated_at,last_login}'::text[]`,
  payment: `to_jsonb(t)`,
  instalment: `to_jsonb(t)`,
  interaction: `to_jsonb(t) - '{last_before,last_moved,next_before,next_moved}'::text[]`,
}
const state = `select jsonb_build_object(${Object.entries(tables)
  .map(
    ([name, row]) =>
      `'${name}', (select coalesce(jsonb_object_agg(t.id, ${row}), '{}') from epic_events.${name} t ${['interaction', 'payment'].includes(name) ? 'where cancelled_at is null' : ''})`,
  )
  .join(', ')}) as state`

type State = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

interface Done {
  readonly who: Person
  readonly operation: string
  readonly statement: string
  readonly before: State
  readonly after: State
}

interface Person extends Someone {
  readonly sql: postgres.Sql
}

/** @param o.seconds ends earlier, after the sequence in which this time is over */
export async function randomRounds(o: {
  seed: number
  sequences: number
  length: number
  seconds?: number
}): Promise<Rounds> {
  const ground = await openGround()
  const people: Person[] = []
  try {
    return await rounds(ground, people, o)
  } finally {
    await Promise.all(people.map(({ sql }) => sql.end({ timeout: 5 })))
    await ground.close()
  }
}

async function rounds(
  ground: Ground,
  people: Person[],
  o: { seed: number; sequences: number; length: number; seconds?: number },
): Promise<Rounds> {
  const random = seeded(o.seed)
  const below = (n: number) => Math.floor(random() * n)
  const one = <T>(of: readonly T[]): T | undefined => of[below(of.length)]
  const wrong: string[] = []
  const counted = { commands: 0, undone: 0, forOthers: 0, sequences: 0 }

  // Somebody who may do everything, because the default roles share the opposite permissions among themselves.
  await ground.owner.unsafe(`
    insert into epic_events.role (name) values ('everything');
    insert into epic_events.role_permission (role_id, permission_id)
      select r.id, p.id from epic_events.role r, epic_events.permission p where r.name = 'everything' and p.name !~ ':.*:'`)
  const join = async (role: string): Promise<Person> => {
    const person = await ground.person(role)
    const connection = { role: 'epic_events_app', 'epic_events.session': person.secret, TimeZone: 'UTC' }
    const sql = postgres(ground.database.url(), { max: 1, fetch_types: false, onnotice() {}, connection })
    people.push({ ...person, sql })
    return { ...person, sql }
  }
  const [all = await join('everything'), other = await join('everything')] = [
    await join('everything'),
    await join('everything'),
  ]
  const commercials = [await join('commercial'), await join('commercial')]
  const supports = [await join('support'), await join('support')]
  const managers = [await join('management')]
  const everybody = [all, other, ...commercials, ...supports, ...managers]

  const now = async (): Promise<State> => {
    const [row] = await ground.owner.unsafe<{ state: State }[]>(state)
    const off = await ground.owner.unsafe(unsettled)
    if (off.length > 0) wrong.push(`seed ${o.seed}: payments do not add up: ${JSON.stringify(off)}`)
    return row?.state ?? {}
  }
  let serial = 0
  const text = (name: string) => `'${name} ${++serial}'`
  const id = (of: State, table: string) => Number(one(Object.keys(of[table] ?? {})) ?? 0)
  const when = () => `'2026-0${1 + below(9)}-1${below(9)} 10:00Z'`
  /** Kind → a statement, made of what is there. */
  const kinds: ((there: State) => string)[] = [
    () => `insert into epic_events_api.company (name) values (${text('Company')})`,
    (s) =>
      `update epic_events_api.company set name = ${text('Named')}, billing_address = ${text('Street')} where id = ${id(s, 'company')}`,
    (s) => `delete from epic_events_api.company where id = ${id(s, 'company')}`,
    (s) => `insert into epic_events_api.client (full_name, email, company_id, commercial_id)
      values (${text('Client')}, ${`'c${++serial}@x.example'`}, nullif(${below(2) ? id(s, 'company') : 0}, 0), ${one(commercials)?.id})`,
    () =>
      `insert into epic_events_api.client (full_name, email, commercial_id) select 'Imported ' || g, 'i' || g || ${`'.${++serial}@x.example'`}, ${one(commercials)?.id} from generate_series(1, 4) g`,
    (s) => `update epic_events_api.client set full_name = ${text('Renamed')} where id = ${id(s, 'client')}`,
    (s) =>
      `update epic_events_api.client set phone = '+336${String(10_000_000 + below(80_000_000))}', last_contact_date = ${when()} where id = ${id(s, 'client')}`,
    (s) =>
      `update epic_events_api.client set company_id = nullif(${below(3) ? id(s, 'company') : 0}, 0) where id = ${id(s, 'client')}`,
    (s) => `update epic_events_api.client set commercial_id = ${one(commercials)?.id} where id = ${id(s, 'client')}`,
    () =>
      `update epic_events_api.client set commercial_id = ${one(commercials)?.id} where commercial_id = ${one(commercials)?.id}`,
    (s) => `delete from epic_events_api.client where id = ${id(s, 'client')}`,
    (s) => `select epic_events.merge_records('client', ${id(s, 'client')}, ${id(s, 'client')})`,
    (s) => `select epic_events.merge_records('company', ${id(s, 'company')}, ${id(s, 'company')})`,
    (s) =>
      `insert into epic_events_api.contract (client_id, total_amount, is_signed) values (${id(s, 'client')}, ${100 + below(900)}.50, ${below(3) > 0})`,
    (s) =>
      `insert into epic_events_api.contract (client_id, total_amount, is_signed) values (${id(s, 'client')}, 10, true)`,
    (s) =>
      `update epic_events_api.contract set total_amount = ${1000 + below(900)}, remaining_amount = ${below(1000)} where id = ${id(s, 'contract')}`,
    (s) => `update epic_events_api.contract set total_amount = ${1000 + below(900)} where id = ${id(s, 'contract')}`,
    (s) => `update epic_events_api.contract set remaining_amount = ${below(500)} where id = ${id(s, 'contract')}`,
    (s) =>
      `insert into epic_events_api.payment (contract_id, amount, paid_on) values (${id(s, 'contract')}, ${1 + below(400)}.25, '2026-0${1 + below(9)}-01')`,
    (s) =>
      `insert into epic_events_api.payment (contract_id, amount, kind) values (${id(s, 'contract')}, -${1 + below(100)}, 'refund')`,
    (s) => `update epic_events_api.payment set cancelled_why = ${text('Wrong')} where id = ${id(s, 'payment')}`,
    (s) => {
      const [contract, of] = one(Object.entries(s['contract'] ?? {})) ?? ['0', {}]
      const total = Number(of['total_amount'] ?? 0)
      const first = Math.floor(total / 3)
      return `delete from epic_events_api.instalment where contract_id = ${contract};
        insert into epic_events_api.instalment (contract_id, due_on, amount)
        values (${contract}, '2026-0${1 + below(9)}-02', ${first}), (${contract}, '2026-12-01', ${total} - ${first})`
    },
    (s) => `delete from epic_events_api.instalment where contract_id = ${id(s, 'contract')}`,
    (s) => `update epic_events_api.contract set is_signed = false where id = ${id(s, 'contract')}`,
    (s) => `update epic_events_api.contract set is_signed = true where id = ${id(s, 'contract')}`,
    (s) => `update epic_events_api.contract set client_id = ${id(s, 'client')} where id = ${id(s, 'contract')}`,
    (s) => `delete from epic_events_api.contract where id = ${id(s, 'contract')}`,
    (
      s,
    ) => `insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
      values (${id(s, 'contract')}, ${text('Event')}, 'Here', '2026-05-01', '2026-05-02', ${below(2) ? one(supports)?.id : 'null'})`,
    (s) =>
      `update epic_events_api.event set title = ${text('Titled')}, notes = ${text('Notes')} where id = ${id(s, 'event')}`,
    (s) => `update epic_events_api.event set support_contact_id = ${one(supports)?.id} where id = ${id(s, 'event')}`,
    (s) => `update epic_events_api.event set contract_id = ${id(s, 'contract')} where id = ${id(s, 'event')}`,
    (s) => `delete from epic_events_api.event where id = ${id(s, 'event')}`,
    (s) =>
      `insert into epic_events_api.interaction (client_id, text, at, next_on) values (${id(s, 'client')}, ${text('Note')}, ${when()}, ${below(2) ? `'2027-01-0${1 + below(9)}'` : 'null'})`,
    (s) => {
      const [event, of] = one(Object.entries(s['event'] ?? {})) ?? ['0', {}]
      const client = s['contract']?.[String(of['contract_id'])]?.['client_id'] ?? 0
      return `insert into epic_events_api.interaction (client_id, event_id, text) values (${client}, ${event}, ${text('About it')})`
    },
    () =>
      `update epic_events_api.users set phone = '+336${String(10_000_000 + below(80_000_000))}', full_name = ${text('Colleague')} where id = ${one(everybody)?.id}`,
  ]
  /** Runs a statement in a transaction of its own. @returns what it was refused with */
  const run = async (who: Person, operation: string, statements: readonly string[]) => {
    try {
      await who.sql.begin(async (inside) => {
        await inside`select set_config('epic_events.operation', ${operation}, true), set_config('epic_events.with_events', 'on', true)`
        for (const statement of statements) await inside.unsafe(statement)
      })
      return undefined
    } catch (error) {
      return error as postgres.PostgresError
    }
  }
  const same = (one: State, two: State) => Bun.deepEquals(one, two)
  const undo = (who: Person, of: Pick<Done, 'who' | 'operation'>, operation: string) =>
    run(who, operation, [`select epic_events.undo(${of.who.id}, '${of.operation}')`])
  const operationOf = () => `operation-${o.seed}-${++serial}`

  const sequence = async (number: number) => {
    const say = (what: string) => void wrong.push(`seed ${o.seed}, sequence ${number}: ${what}`)
    await ground.owner.unsafe(
      'truncate epic_events.company, epic_events.client, epic_events.contract, epic_events.event, epic_events.interaction, epic_events.payment, epic_events.instalment restart identity',
    )
    const done: Done[] = []
    let before = await now()
    for (let tries = 0; done.length < o.length && tries < o.length * 20; tries++) {
      // One command in six does two things.
      const made = Array.from({ length: below(6) ? 1 : 2 }, () => one(kinds)?.(before) ?? '')
      const who = one(everybody) ?? all
      const operation = operationOf()
      if (await run(who, operation, made)) continue
      const after = await now()
      if (same(before, after)) continue
      done.push({ who, operation, statement: made.join('; '), before, after })
      before = after
    }
    counted.commands += done.length
    // Taken back, done again, and taken back again: each time the operations of the time before, the last one first.
    let latest: readonly Done[] = done
    for (const time of ['undone', 'done again', 'undone again', 'done at last']) {
      const next: Done[] = []
      for (const one of latest.toReversed()) {
        const operation = operationOf()
        let who = one.who
        let error = await undo(who, one, operation)
        if (error?.code === '42501') {
          counted.forOthers += 1
          who = all
          error = await undo(who, one, operation)
        }
        if (error)
          return say(
            `${one.statement}\n  was not ${time}: ${error.message} ${error.constraint_name ?? ''} ${error.detail ?? ''}`,
          )
        const is = await now()
        if (!same(is, one.before))
          return say(`${one.statement}\n  was ${time} otherwise: ${difference(one.before, is)}`)
        counted.undone += 1
        next.push({ ...one, who, operation, before: one.after, after: one.before })
      }
      latest = next
    }
    const client = id(await now(), 'client')
    if (client === 0) return
    const set = (column: string) => `update epic_events_api.client set ${column} where id = ${client}`
    const first = { who: all, operation: operationOf() }
    await run(all, first.operation, [set(`phone = '+33611111111'`)])
    await run(other, operationOf(), [set(`full_name = ${text('Kept')}`)])
    const kept = (await now())['client']?.[client]?.['full_name']
    if (await undo(all, first, operationOf())) say('a change of another field was in the way')
    if ((await now())['client']?.[client]?.['full_name'] !== kept) say('a change of another field was lost')
    const second = { who: all, operation: operationOf() }
    await run(all, second.operation, [set(`phone = '+33622222222', last_contact_date = now()`)])
    await run(other, operationOf(), [set(`phone = '+33633333333'`)])
    const unchanged = await now()
    const refused = await undo(all, second, operationOf())
    if (refused?.constraint_name !== 'undo_changed')
      say(`a change of the same field was not in the way: ${refused?.message}`)
    if (!same(unchanged, await now())) say('a half was undone')
  }

  const end = Date.now() + 1000 * (o.seconds ?? Number.POSITIVE_INFINITY)
  for (let number = 0; number < o.sequences && wrong.length === 0 && Date.now() < end; number++) {
    await sequence(number)
    counted.sequences += 1
  }
  return { seed: o.seed, ...counted, wrong }
}

/** What differs between two states, in short. */
function difference(expected: State, found: State): string {
  const lines: string[] = []
  for (const table of Object.keys(tables)) {
    const [was, is] = [expected[table] ?? {}, found[table] ?? {}]
    for (const id of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (Bun.deepEquals(was[id], is[id])) continue
      const columns = Object.keys(was[id] ?? is[id] ?? {}).filter(
        (key) => !Bun.deepEquals(was[id]?.[key], is[id]?.[key]),
      )
      lines.push(
        `${table} ${id}: ${columns.map((key) => `${key} ${JSON.stringify(was[id]?.[key])} → ${JSON.stringify(is[id]?.[key])}`).join(', ')}`,
      )
    }
  }
  return lines.slice(0, 5).join(' | ').slice(0, 600)
}
