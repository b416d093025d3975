import { beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import { eventOptions, makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
beforeAll(async () => {
  ;({ agency, bill } = await clientTeam('server'))
})

const warnings = ({ code, stderr }: { code: number; stderr: string }) => [
  code,
  ...stderr.split('\n').filter((line) => line.startsWith('!')),
]
const run = (argv: readonly string[], lang: 'en' | 'fr' = 'en') => agency.run(argv, { as: bill, lang })

test('dates and numbers that nobody means of a client → told and saved; an update tells what it changed', async () => {
  const made = ['client', 'create', '-n', 'Unlikely', '--json', '-e', 'unlikely@x.example']
  const odd = await run([...made, '-p', '+999 12 34 56 78', '-f', '01/07/2090', '-l', '01/01/2026'])
  expect(warnings(odd)).toEqual([
    0,
    '! The first contact is in the future (01/07/2090 00:00).',
    '! The last contact (01/01/2026 00:00) is before the first contact (01/07/2090 00:00).',
    '! No country has a phone number like +99912345678.',
  ])
  const { id, phone }: Client = JSON.parse(odd.stdout)
  expect(phone).toBe('+99912345678')
  expect(warnings(await run(['client', 'update', `${id}`, '-n', 'Renamed']))).toEqual([0])
  expect(warnings(await run(['client', 'update', `${id}`, '-f', '01/08/2090'], 'fr'))).toEqual([
    0,
    '! Le premier contact est dans le futur (01/08/2090 00:00).',
    '! Le dernier contact (01/01/2026 00:00) précède le premier (01/08/2090 00:00).',
  ])
  expect(warnings(await run(['client', 'update', `${id}`, '-f', '01/01/2026', '-p', '+678 123 456 78']))).toEqual([0])
})

test('a new event in the past, or one that is there already → told and saved', async () => {
  const { id, contract_id: contract } = await makeEvent(agency, bill)
  const create = (title: string, start: string, lang: 'en' | 'fr' = 'en') => {
    const [, , ...options] = eventOptions
    const argv = options.map((each, at) => (options[at - 1] === '-s' ? start : each))
    return run(['event', 'create', '-c', `${contract}`, '-t', title, ...argv], lang)
  }
  expect(warnings(await create('GALA', '04/06/2027 13:00'))).toEqual([
    0,
    `! Event ${id} (GALA) of the same contract begins at the same time.`,
  ])
  expect(warnings(await create('Gala', '04/06/2027 14:00'))).toEqual([0])
  expect(warnings(await create('Late', '11/06/2020 14:00', 'fr'))).toEqual([
    0,
    '! Cet événement commence dans le passé (11/06/2020 14:00).',
  ])
})
