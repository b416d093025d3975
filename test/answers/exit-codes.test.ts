/** The exit codes of docs/PRODUCT.md §7, each by the ways that lead there, with the `code` that JSON gives it; stdout stays empty. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { type Agency, openAgency, type Person, type RunOptions } from '../support/agency.ts'
import { esc } from '../support/prompter.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person, bill: Person, sam: Person, gone: Person

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna, bill] = [
    await agency.person('management'),
    await agency.person('commercial'),
    await agency.person('commercial'),
  ]
  ;[sam, gone] = [await agency.person('support'), await agency.person('support', { active: false })]
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], { as: anna })
  await agency.json(
    ['event', 'create', '-c', '2', '-t', 'Gala', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
    { as: anna },
  )
}, 60_000)
afterAll(() => agency?.close())

type Case = [code: number, name: string, line: string, o: () => RunOptions]
const as =
  (who: () => Person, more: RunOptions = {}) =>
  () => ({ as: who(), ...more })
const anna_ = () => anna
const manager_ = () => manager
const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nowhere' }
const event = 'event create -t Gala -a Lyon -s 12/06/2027'

const cases: readonly Case[] = [
  [0, 'a list', 'client list', as(() => anna)],
  [0, 'a list of nothing', 'client list --after 999', as(() => anna)],
  [0, 'help', 'help client create', () => ({})],
  [0, 'help of a group', 'client', () => ({})],
  [0, 'version', '--version', () => ({})],
  [0, 'signing out without a session', 'logout', () => ({})],
  [0, 'a change that changes nothing', 'client update 1 --full-name Anne', as(() => anna)],
  [2, 'unknown command', 'client lst', as(() => anna)],
  [2, 'unknown noun', 'clients list', as(() => anna)],
  [2, 'unknown option', 'client list --nmae x', as(() => anna)],
  [2, 'surplus word', 'client view 1 2', as(() => anna)],
  [2, 'missing values', 'client create', as(() => anna)],
  [2, 'missing id', 'client view', as(() => anna)],
  [2, 'an id that is none', 'client view one', as(() => anna)],
  [2, 'an unreadable date', `${event} -c 2 -e 32/13/2027`, as(() => anna)],
  [2, 'a negative amount', 'contract update 1 --total-amount -5', as(() => anna)],
  [2, 'an amount with two readings', 'contract update 1 --total-amount 1,200', as(() => anna)],
  [2, 'options that contradict each other', 'contract update 1 --is-fully-paid --remaining-amount 5', as(() => anna)],
  [2, 'nothing to change', 'client update 1', as(() => anna)],
  [2, 'a deletion nobody confirmed', 'client delete 1', as(() => anna)],
  [2, 'an unknown permission', 'role grant support client:veiw', as(() => manager)],
  [2, 'an unknown format', 'client list --format xml', as(() => anna)],
  [3, 'no such client', 'client view 999', as(() => anna)],
  [3, 'no such role', 'role view nobody', as(() => manager)],
  [3, 'no such record to change', 'contract update 999 --is-signed', as(() => anna)],
  [3, 'no such record to delete', 'event delete 999 --yes', as(() => manager)],
  [3, 'no such parent', `${event} -c 999 -e 13/06/2027`, as(() => anna)],
  [4, 'nobody signed in', 'client list', () => ({})],
  [4, 'deactivated', 'client list', as(() => gone)],
  [4, 'a session file that is none', 'client list', () => ({ env: { TEMP_FILE_PATH: forged() } })],
  [5, 'an action that the role lacks', 'client create -n A -e a@b.fr', as(() => sam)],
  [5, 'a colleague’s client', 'client update 1 --full-name Mine', as(() => bill)],
  [5, 'a contract for a colleague’s client', 'contract create --client-id 1 --total-amount 5', as(() => bill)],
  [5, 'an event nobody gave one', 'event update 1 --title Mine', as(() => sam)],
  [5, 'a column that the role may not touch', 'event update 1 --support-contact-id 4', as(() => anna)],
  [5, 'before 6: a rule is not even looked at', 'contract update 1 --remaining-amount 900', as(() => bill)],
  [6, 'an event without a signature', `${event} -c 1 -e 13/06/2027`, as(() => anna)],
  [6, 'an end before the start', `${event} -c 2 -e 11/06/2027`, as(() => anna)],
  [6, 'more remains than the total', 'contract update 1 --remaining-amount 900', as(() => anna)],
  [6, 'unsigned under an event', 'contract update 2 --is-signed false', as(() => anna)],
  [6, 'a client under contract', 'client delete 1 --yes', as(() => anna)],
  [6, 'a contract with events', 'contract delete 2 --yes', as(() => manager)],
  [6, 'not a support', 'event assign_support 1 2', as(() => manager)],
  [6, 'the last manager', 'user update 1 --role support', as(() => manager)],
  [6, 'changed meanwhile', 'client update 1 --full-name Late --if-version 99', as(() => anna)],
  [6, 'a default role', 'role delete support --yes', as(() => manager)],
  [6, 'a taken email', 'client create -n A -e ANNE@client.fr', as(() => bill)],
  [7, 'no database there', 'client list', as(() => anna, { env: away })],
  [7, 'a URL that is none', 'client list', as(() => anna, { env: { DATABASE_URL: 'mysql://x' } })],
  [7, 'no key', 'client list', as(() => anna, { env: { SECRET_KEY: '' } })],
  [7, 'a published key', 'client list', as(() => anna, { env: { SECRET_KEY: 'your_secret_key' } })],
  [7, 'a short key', 'client list', as(() => anna, { env: { SECRET_KEY: 'short' } })],
]
const words: Readonly<Record<number, string>> = {
  2: 'usage',
  3: 'not_found',
  4: 'unauthenticated',
  5: 'forbidden',
  6: 'refused',
  7: 'unavailable',
}

function forged(): string {
  const path = `${anna.sessionFile}.forged`
  const none = `${'e30'}.${'e30'}.${'e30'}`
  writeFileSync(
    path,
    JSON.stringify({ access_token: none, refresh_token: 'x', refresh_expires_at: '2099-01-01T00:00:00Z' }),
    { mode: 0o600 },
  )
  return path
}

test.each(cases)('%d: %s (%s)', async (code, _, line, options) => {
  const plain = await agency.run(line.split(' '), options())
  expect([plain.code, plain.stderr]).toEqual([code, code === 0 ? plain.stderr : expect.stringContaining('✗ ')])
  if (code === 0) return
  expect(plain.stdout).toBe('')
  const told = await agency.run([...line.split(' '), '--json'], options())
  expect([told.code, told.stdout, JSON.parse(told.stderr).error.code]).toEqual([code, '', words[code]])
})

test.each([
  ['Esc at a question', 'company create', anna_, [esc]],
  ['No at a confirmation', 'company delete 1', manager_, [false]],
] as const)('130: %s; nothing is written', async (_, line, who, answers) => {
  await agency.run(['company', 'create', '--name', 'Acme'], { as: anna })
  const before = await agency.json(['audit', 'list', '--limit', '0'], { as: manager })
  const { code, stdout, stderr } = await agency.run(line.split(' '), { as: who(), terminal: 80, answers })
  expect([code, stdout]).toEqual([130, ''])
  expect(stderr).toContain('Nothing was saved.')
  expect(await agency.json(['audit', 'list', '--limit', '0'], { as: manager })).toEqual(before)
})
