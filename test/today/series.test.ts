/** The lines of `today`: the months of this year and the weeks ahead, for management alone. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { sign } from '../../src/session/token.ts'
import { type Agency, openAgency, type Person, type RunOptions, secretKey, today } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let seller: Person
let support: Person

/** Totals of contracts, with the starts of their events in Paris. The year begins and ends at midnight there, an hour before UTC. */
const deals: readonly (readonly [total: string, ...starts: string[]])[] = [
  ['1000.10', '2026-01-01 00:00+01'],
  ['2000.20', '2025-12-31 23:59+01'],
  ['4000.40', '2026-12-31 23:59+01'],
  ['8000.80', '2027-01-01 00:00+01'],
  ['500.00', '2026-06-15 10:00+02', '2026-07-15 10:00+02'],
  ['250.05', '2025-05-01 10:00+02', '2026-05-01 10:00+02'],
  ['125.00', '2026-06-08 00:00+02', '2026-06-08 00:00+02'],
  ['60.00'],
]

/** Somebody whose session has begun on the day of the tests, whatever day it is. */
async function signedIn(role: string): Promise<Person> {
  const person = await agency.person(role)
  const [session] = await agency.owner(
    (sql) => sql<{ id: string }[]>`select id from epic_events.session where user_id = ${person.id}`,
  )
  const { id: userId, secret, sessionFile } = person
  const issued = { kid: 'v1', key: secretKey, userId, role, sessionId: session?.id ?? '', secret, now: today / 1000 }
  const tokens = JSON.parse(readFileSync(sessionFile, 'utf8')) as object
  const access_token = await sign({ ...issued, lifetimeSeconds: 86_400 })
  writeFileSync(sessionFile, JSON.stringify({ ...tokens, access_token }))
  return person
}

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await signedIn('management')
  seller = await signedIn('commercial')
  support = await signedIn('support')
  await agency.owner(async (sql) => {
    const [client] = await sql<{ id: number }[]>`
      insert into epic_events.client (full_name, email, commercial_id, first_contact_date)
      values ('Kevin', 'kevin@x.example', ${seller.id}, now()) returning id`
    for (const [total, ...starts] of deals) {
      const [contract] = await sql<{ id: number }[]>`
        insert into epic_events.contract (client_id, total_amount, is_signed) values (${client?.id ?? 0}, ${total}, true) returning id`
      for (const start of starts)
        await sql`insert into epic_events.event (contract_id, title, full_address, start_date, end_date, participant_count)
          values (${contract?.id ?? 0}, 'Gala', 'Here', ${start}, ${start}::timestamptz + interval '2 hours', 1)`
    }
  })
})
afterAll(() => agency.close())

const run = (o: RunOptions, ...argv: string[]) => agency.run(['today', ...argv], { now: today, ...o })

test('months and weeks by the clocks of the reader, of several events the first one', async () => {
  const { code, stdout } = await run({ as: manager })
  expect(code).toBe(Exit.ok)
  // January 1,000.10, June 500.00 + 125.00, December 4,000.40.
  expect(stdout).toContain('Revenue 2026:      ▃▁▁▁▁▂▁▁▁▁▁█ €5,625.50\n')
  // From Monday 8 June: two events, then one, then none until Wednesday 15 July.
  expect(stdout).toContain('Events in 8 weeks: █▅▁▁▁▅▁▁ 4\n')
})

test('the sum is that of the contracts whose first event lies in the year', async () => {
  const [sum] = await agency.owner(
    (sql) => sql<{ total: string }[]>`
      select sum(k.total_amount)::text as total from epic_events.contract k
      where extract(year from (select min(start_date) from epic_events.event where contract_id = k.id) at time zone 'Europe/Paris') = 2026`,
  )
  expect(sum?.total).toBe('5625.50')
})

test('a screen reader hears the best month and the fullest week; --no-chart leaves the numbers', async () => {
  const { stdout } = await run({ as: manager, lang: 'fr' }, '--accessible')
  expect(stdout).toContain(
    "Chiffre d'affaires 2026\u00a0: 5\u202f625,50\u00a0€, meilleur mois\u00a0: décembre, avec 4\u202f000,40\u00a0€\n",
  )
  expect(stdout).toContain('4, semaine la plus chargée\u00a0: celle du lun. 8 juin 2026, avec 2\n')
  const plain = (await run({ as: manager }, '--no-chart')).stdout
  expect(plain).toContain('Revenue 2026:      €5,625.50\n')
  expect(plain).not.toMatch(/[▁▂▃▄▅▆▇█]/)
})

test('without UTF-8 the levels are ASCII', async () => {
  const { stdout } = await run({ as: manager, env: { LC_ALL: 'C' } })
  expect(stdout).toContain('Revenue 2026:      :____._____# ')
})

test('a page has them as pictures, and programs nothing of them', async () => {
  const { stdout } = await run({ as: manager }, '--format', 'html')
  expect(stdout.match(/<polyline points="[\d., ]+"\/>/g)).toHaveLength(2)
  expect(stdout).toContain('</svg>€5,625.50</dd>')
  const json = JSON.parse((await run({ as: manager }, '--json')).stdout) as object
  expect(Object.keys(json)).not.toContain('revenue')
  expect(Object.keys(json)).not.toContain('events')
  for (const format of ['csv', 'tsv'])
    expect((await run({ as: manager }, '--format', format)).stdout).not.toContain('5625')
})

test('those who do not look after everything get none', async () => {
  for (const as of [seller, support]) {
    const { code, stdout } = await run({ as })
    expect(code).toBe(Exit.ok)
    expect(stdout).not.toContain('Revenue')
  }
})
