/** One till of money.ts, a process that can be killed: `bun till.ts URL SECRET USER SEED CONTRACTS`. It prints errors that it did not expect, and SIGTERM closes it. */
import postgres from 'postgres'
import { seeded } from '../support/power-cut.ts'

const [url = '', secret = '', user = '', seed = '', contracts = ''] = process.argv.slice(2)
const random = seeded(Number(seed))
const below = (n: number) => Math.floor(random() * n)
/** A rule or a permission that says no, and a connection that was ended. */
const expected = /^(23514|23503|23505|42501|40001|40P01|57P01|E[A-Z]+|CONNECTION.*)$/

const sql = postgres(url, {
  ...{ max: 1, fetch_types: false, onnotice() {} },
  connection: { application_name: 'till', role: 'epic_events_app', 'epic_events.session': secret },
})

function statements(): readonly string[] {
  const of = 1 + below(Number(contracts))
  const amount = `${1 + below(400)}.${10 + below(90)}`
  const first = 1 + below(900)
  const contract = `from epic_events_api.contract where id = ${of} and total_amount > ${first}`
  const pay = `insert into epic_events_api.payment (contract_id, amount, kind) values (${of},`
  const change = (set: string) => [`update epic_events_api.contract set ${set} where id = ${of}`]
  const removed = `delete from epic_events_api.instalment where contract_id = ${of}`
  const kinds: readonly (readonly string[])[] = [
    [`${pay} ${amount}, 'payment')`],
    [`${pay} ${amount}, 'payment')`],
    [`${pay} -${amount}, 'refund')`],
    [
      `update epic_events_api.payment set cancelled_why = 'Soak' where id = (select id from epic_events_api.payment
        where contract_id = ${of} and cancelled_at is null and kind in ('payment', 'refund') order by id desc offset ${below(3)} limit 1)`,
    ],
    change(`total_amount = ${900 + below(300)}`),
    change(`remaining_amount = ${below(900)}.${10 + below(90)}`),
    change(`total_amount = ${900 + below(300)}, remaining_amount = ${below(900)}`),
    [
      removed,
      `insert into epic_events_api.instalment (contract_id, due_on, amount)
        select id, date '2026-01-01' + ${below(300)}, ${first}::numeric ${contract}
        union all select id, date '2027-01-01' + ${below(300)}, total_amount - ${first} ${contract}`,
    ],
    [removed],
    [`select u.id from epic_events.operations(null, 1) o, epic_events.undo(${user}, o.operation) u`],
  ]
  return kinds[below(kinds.length)] ?? []
}

let closing = false
process.on('SIGTERM', () => {
  closing = true
})
for (let n = 0; !closing; n++) {
  const texts = statements()
  try {
    await sql.begin(async (inside) => {
      await inside`select set_config('epic_events.operation', ${`till-${user}-${seed}-${n}`}, true)`
      for (const text of texts) await inside.unsafe(text)
    })
  } catch (error) {
    const { code = '', message } = error as postgres.PostgresError
    if (!expected.test(code)) process.stdout.write(`${code} ${message}: ${texts.join('; ')}\n`)
    if (/^(57P01|E[A-Z]+$|CONNECTION)/.test(code)) break
  }
}
process.exit(0)
