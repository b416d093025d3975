/** `--if-version`: every verb that changes or deletes a record takes it. If the record has changed since, the answer is 6 with the difference. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person, sam: Person, leaver: Person

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna] = [await agency.person('management'), await agency.person('commercial')]
  ;[sam, leaver] = [await agency.person('support'), await agency.person('support')]
  await agency.json(['company', 'create', '--name', 'Acme'], { as: manager })
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], { as: anna })
  await agency.json(
    ['event', 'create', '-c', '1', '-t', 'Gala', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
    { as: anna },
  )
  await agency.json(['role', 'create', '-n', 'payer'], { as: manager })
}, 60_000)
afterAll(() => agency?.close())

// The deletions come last, and an event before its contract before its client.
const verbs: [line: string, as: () => Person, view: string, wanted: Record<string, unknown>][] = [
  ['company update 1 --name ACME', () => manager, 'company view 1', { name: 'ACME' }],
  ['client update 1 --phone 0612345678', () => anna, 'client view 1', { phone: '+33612345678' }],
  ['contract update 1 --remaining-amount 60', () => anna, 'contract view 1', { remaining_amount: '60.00' }],
  ['event update 1 --participant-count 9', () => manager, 'event view 1', { participant_count: 9 }],
  ['event assign_support 1 3', () => manager, 'event view 1', { support_contact_id: 3 }],
  ['user update 4 --full-name Changed', () => manager, 'user view 4', { full_name: 'Changed' }],
  ['role update 4 --name cashier', () => manager, 'role view 4', { name: 'cashier' }],
  ['event delete 1 --yes', () => manager, 'event view 1', {}],
  ['contract delete 1 --yes', () => manager, 'contract view 1', {}],
  ['client delete 1 --yes', () => anna, 'client view 1', {}],
  ['company delete 1 --yes', () => manager, 'company view 1', {}],
  ['user delete 4 --yes', () => manager, 'user view 4', {}],
  ['role delete 4 --yes', () => manager, 'role view 4', {}],
]

test.each(verbs)('%s', async (line, as, view, wanted) => {
  expect([sam.id, leaver.id]).toEqual([3, 4])
  const viewer = manager
  const before = await agency.json<{ version: number }>(view.split(' '), { as: viewer })
  const at = (version: number) => agency.run([...line.split(' '), '--if-version', `${version}`, '--json'], { as: as() })

  for (const old of [before.version - 1, before.version + 1].filter((version) => version > 0)) {
    const { code, stdout, stderr } = await at(old)
    expect([code, stdout]).toEqual([Exit.refused, ''])
    const { error } = JSON.parse(stderr)
    expect(error.code).toBe('refused')
    expect(error.message).toContain(`${before.version}`)
    expect(Object.keys(error.fields)).toEqual(Object.keys(wanted))
    expect(error.next).toEqual([expect.stringContaining(view.replace(/ \d+$/, ''))])
  }
  expect(await agency.json(view.split(' '), { as: viewer })).toEqual(before)

  const done = await at(before.version)
  expect(done.code, done.stderr).toBe(Exit.ok)
  const after = await agency.run([...view.split(' '), '--json'], { as: viewer })
  if (line.includes(' delete ')) expect(after.code).toBe(Exit.notFound)
  else expect(JSON.parse(after.stdout)).toMatchObject({ ...wanted, version: before.version + 1 })
})

test('a version that is no number → 2, before any statement', async () => {
  for (const version of ['0', '-1', 'one', '1.5', '']) {
    expect(
      (await agency.run(['company', 'update', '1', '--name', 'x', `--if-version=${version}`], { as: manager })).code,
    ).toBe(Exit.usage)
  }
  expect(
    (await agency.run(['client', 'create', '-n', 'A', '-e', 'a@b.fr', '--if-version', '1'], { as: anna })).code,
  ).toBe(Exit.usage)
})
