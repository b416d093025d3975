/** The exit codes of docs/PRODUCT.md §7, each by the ways that lead there, with the `code` that JSON gives it; stdout stays empty. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, type RunOptions } from '../support/agency.ts'
import { esc } from '../support/prompter.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person, bill: Person, sam: Person, inactive: Person

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna, bill] = [
    await agency.person('management'),
    await agency.person('commercial'),
    await agency.person('commercial'),
  ]
  ;[sam, inactive] = [await agency.person('support'), await agency.person('support', { active: false })]
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], { as: anna })
  await agency.json(
    ['event', 'create', '-c', '2', '-t', 'Gala', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
    { as: anna },
  )
}, 60_000)
afterAll(() => agency?.close())

type ExitName = keyof typeof Exit
type Case = [exit: ExitName, name: string, line: string, o: () => RunOptions]
const as =
  (who: () => Person, more: RunOptions = {}) =>
  () => ({ as: who(), ...more })
const anna_ = () => anna
const manager_ = () => manager
const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nowhere' }
const event = 'event create -t Gala -a Lyon -s 12/06/2027'

const cases: readonly Case[] = [
  ['ok', 'a list', 'client list', as(() => anna)],
  ['ok', 'a list of nothing', 'client list --after 999', as(() => anna)],
  ['ok', 'help', 'help client create', () => ({})],
  ['ok', 'help of a group', 'client', () => ({})],
  ['ok', 'version', '--version', () => ({})],
  ['ok', 'signing out without a session', 'logout', () => ({})],
  ['ok', 'a change that changes nothing', 'client update 1 --full-name Anne', as(() => anna)],
  ['usage', 'unknown command', 'client lst', as(() => anna)],
  ['usage', 'unknown noun', 'invoices list', as(() => anna)],
  ['usage', 'unknown option', 'client list --nmae x', as(() => anna)],
  ['usage', 'surplus word', 'client view 1 2', as(() => anna)],
  ['usage', 'missing values', 'client create', as(() => anna)],
  ['usage', 'missing id', 'client view', as(() => anna)],
  ['usage', 'an id that is none', 'client view one', as(() => anna)],
  ['usage', 'an unreadable date', `${event} -c 2 -e 32/13/2027`, as(() => anna)],
  ['usage', 'a negative amount', 'contract update 1 --total-amount -5', as(() => anna)],
  ['usage', 'an amount with two readings', 'contract update 1 --total-amount 1,200', as(() => anna)],
  [
    'usage',
    'options that contradict each other',
    'contract update 1 --is-fully-paid --remaining-amount 5',
    as(() => anna),
  ],
  ['usage', 'nothing to change', 'client update 1', as(() => anna)],
  ['usage', 'a deletion nobody confirmed', 'client delete 1', as(() => anna)],
  ['usage', 'an unknown permission', 'role grant support client:veiw', as(() => manager)],
  ['usage', 'an unknown format', 'client list --format xml', as(() => anna)],
  ['notFound', 'no such client', 'client view 999', as(() => anna)],
  ['notFound', 'no such role', 'role view nobody', as(() => manager)],
  ['notFound', 'no such record to change', 'contract update 999 --is-signed', as(() => anna)],
  ['notFound', 'no such record to delete', 'event delete 999 --yes', as(() => manager)],
  ['notFound', 'no such parent', `${event} -c 999 -e 13/06/2027`, as(() => anna)],
  ['notFound', 'a colleague’s session', 'session revoke 1', as(() => anna)],
  ['unauthenticated', 'nobody signed in', 'client list', () => ({})],
  ['unauthenticated', 'signing out everywhere without a session', 'logout --all', () => ({})],
  ['unauthenticated', 'deactivated', 'client list', as(() => inactive)],
  ['unauthenticated', 'a session file that is none', 'client list', () => ({ env: { TEMP_FILE_PATH: forged() } })],
  ['forbidden', 'an action that the role lacks', 'client create -n A -e a@b.fr', as(() => sam)],
  ['forbidden', 'the sessions of others', 'session list --everyone', as(() => anna)],
  ['forbidden', 'the failed logins', 'audit failed-logins', as(() => anna)],
  ['forbidden', 'a colleague’s client', 'client update 1 --full-name Mine', as(() => bill)],
  [
    'forbidden',
    'a contract for a colleague’s client',
    'contract create --client-id 1 --total-amount 5',
    as(() => bill),
  ],
  ['forbidden', 'an event nobody gave one', 'event update 1 --title Mine', as(() => sam)],
  ['forbidden', 'a column that the role may not touch', 'event update 1 --support-contact-id 4', as(() => anna)],
  [
    'forbidden',
    'forbidden comes before a rule that refuses',
    'contract update 1 --remaining-amount 900',
    as(() => bill),
  ],
  ['refused', 'an event without a signature', `${event} -c 1 -e 13/06/2027`, as(() => anna)],
  ['refused', 'an end before the start', `${event} -c 2 -e 11/06/2027`, as(() => anna)],
  ['refused', 'more remains than the total', 'contract update 1 --remaining-amount 900', as(() => anna)],
  ['refused', 'unsigned under an event', 'contract update 2 --is-signed false', as(() => anna)],
  ['refused', 'a client under contract', 'client delete 1 --yes', as(() => anna)],
  ['refused', 'a contract with events', 'contract delete 2 --yes', as(() => manager)],
  ['refused', 'not a support', 'event assign_support 1 2', as(() => manager)],
  ['refused', 'the last manager', 'user update 1 --role support', as(() => manager)],
  ['refused', 'changed meanwhile', 'client update 1 --full-name Late --if-version 99', as(() => anna)],
  ['refused', 'a default role', 'role delete support --yes', as(() => manager)],
  ['refused', 'a taken email', 'client create -n A -e ANNE@client.fr', as(() => bill)],
  ['unavailable', 'no database there', 'client list', as(() => anna, { env: away })],
  ['unavailable', 'a URL that is none', 'client list', as(() => anna, { env: { DATABASE_URL: 'mysql://x' } })],
  ['unavailable', 'no key', 'client list', as(() => anna, { env: { SECRET_KEY: '' } })],
  ['unavailable', 'a published key', 'client list', as(() => anna, { env: { SECRET_KEY: 'your_secret_key' } })],
  ['unavailable', 'a short key', 'client list', as(() => anna, { env: { SECRET_KEY: 'short' } })],
]
/** The `code` of the JSON error. */
const words: Readonly<Partial<Record<ExitName, string>>> = {
  usage: 'usage',
  notFound: 'not_found',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  refused: 'refused',
  unavailable: 'unavailable',
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

test.each(cases)('%s: %s (%s)', async (exit, _, line, options) => {
  const code = Exit[exit]
  const plain = await agency.run(line.split(' '), options())
  expect([plain.code, plain.stderr]).toEqual([code, code === Exit.ok ? plain.stderr : expect.stringContaining('✗ ')])
  if (code === Exit.ok) return
  expect(plain.stdout).toBe('')
  const json = await agency.run([...line.split(' '), '--json'], options())
  expect([json.code, json.stdout, JSON.parse(json.stderr).error.code]).toEqual([code, '', words[exit]])
})

test.each([
  ['Esc at a question', 'company create', anna_, [esc]],
  ['No at a confirmation', 'company delete 1', manager_, [false]],
] as const)('cancelled: %s → nothing is written', async (_, line, who, answers) => {
  await agency.run(['company', 'create', '--name', 'Acme'], { as: anna })
  const before = await agency.json(['audit', 'list', '--limit', '0'], { as: manager })
  const { code, stdout, stderr } = await agency.run(line.split(' '), { as: who(), terminal: 80, answers })
  expect([code, stdout]).toEqual([Exit.cancelled, ''])
  expect(stderr).toContain('Nothing was saved.')
  expect(await agency.json(['audit', 'list', '--limit', '0'], { as: manager })).toEqual(before)
})
