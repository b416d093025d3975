/** `report retention`: whom nobody has heard of for years, and what is kept of them. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(90_000)

let agency: Agency
let manager: Person, bill: Person

interface Silent {
  readonly client_id: number
  readonly last_activity: string
  readonly contract_count: number
}

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, bill] = [await agency.person('management'), await agency.person('commercial')]
  const ago = (years: string) => `now() - interval '${years} years'`
  await agency.owner((sql) =>
    sql.unsafe(`
      insert into epic_events.client (full_name, email, commercial_id, first_contact_date, last_contact_date, created_at)
        select v.name, v.n || '@x.example', ${bill.id}, ${ago('7')}, v.last, ${ago('7')}
        from (values (1, 'silent', ${ago('6')}), (2, 'never', null), (3, 'nearly', ${ago('2.99')}), (4, 'contact', ${ago('2')}), (5, 'contract', null),
          (6, 'event', null), (7, 'note', null), (8, 'payment', null), (9, 'old contract', ${ago('5.5')}), (10, 'erased', ${ago('6')})) v(n, name, last)
        order by v.n;
      update epic_events.client set email = 'erased-10@erased.invalid' where id = 10;
      insert into epic_events.contract (client_id, total_amount, is_signed, signed_at, created_at) values
        (5, 1, false, null, ${ago('1')}), (6, 100, true, ${ago('7')}, ${ago('7')}), (8, 100, true, ${ago('7')}, ${ago('7')}),
        (9, 100, true, ${ago('5')}, ${ago('5.2')});
      insert into epic_events.event (contract_id, title, full_address, start_date, end_date) values (2, 'x', 'x', ${ago('1')} - interval '1 h', ${ago('1')});
      insert into epic_events.interaction (client_id, event_id, at, cancelled_at) values (7, null, ${ago('1')}, null), (1, null, ${ago('1')}, now());
      update epic_events.client set last_contact_date = null where id = 7;
      update epic_events.client set last_contact_date = ${ago('6')} where id = 1;
      insert into epic_events.payment (contract_id, amount, paid_on) values (3, 10, ${ago('1')})`),
  )
})
afterAll(() => agency.close())

const report = (as: Person, ...argv: string[]) => agency.json<Silent[]>(['report', 'retention', ...argv], { as })

test('neither contact, contract, event, note nor payment for so many years, the longest first; a note that was taken back does not count', async () => {
  const rows = await report(manager)
  expect(rows.map(({ client_id: id, contract_count: n }) => [id, n])).toEqual([
    [2, 0],
    [1, 0],
    [9, 1],
  ])
  // The last of it all, not the contact alone.
  const age = (Date.now() - Date.parse(rows[2]?.last_activity ?? '')) / (365.25 * 86_400_000)
  expect(age).toBeCloseTo(5, 1)
  const ids = async (years: string) => (await report(manager, '--years', years)).map(({ client_id: id }) => id)
  expect(await ids('4')).toEqual([2, 1, 9])
  expect(await ids('6')).toEqual([2])
  expect(await report(manager, '--years', '8')).toEqual([])
})

test('a person reads what to type; a number of years that is none → 2', async () => {
  const { stdout } = await agency.run(['report', 'retention'], { as: bill, terminal: 100 })
  expect(stdout).toContain('client erase 2')
  expect((await agency.run(['report', 'retention', '--years', '0'], { as: bill })).code).toBe(Exit.usage)
})
