/**
 * A command costs as many round trips as `psql -c` with one query: one for the start-up, and one for the statement (2 after TCP), whether it
 * has parameters or not. TLS and a password cost what they cost everybody.
 * A proxy counts the changes of direction, so no clock is needed.
 */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { startProxy, type TcpProxy } from '../support/proxy.ts'

setDefaultTimeout(60_000)

let agency: Agency
let proxy: TcpProxy
let manager: Person
let commercial: Person
let support: Person

beforeAll(async () => {
  agency = await openAgency('server')
  const { hostname, port } = new URL(agency.url ?? '')
  proxy = await startProxy({ host: hostname, port: Number(port) })
  ;[manager, commercial, support] = [
    await agency.person('management'),
    await agency.person('commercial'),
    await agency.person('support', { fullName: 'Hélène Soutien' }),
  ]
  await agency.json(['company', 'create', '-n', 'Cool Startup LLC'], { as: commercial })
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: commercial })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], {
    as: commercial,
  })
  await agency.json(
    ['event', 'create', '-c', '1', '-t', 'Fête', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
    {
      as: commercial,
    },
  )
}, 60_000)

afterAll(async () => {
  await proxy.stop()
  await agency.close()
})

const commands: [name: string, as: () => Person, argv: () => string[]][] = [
  ['client list', () => commercial, () => ['client', 'list']],
  ['client list --count', () => commercial, () => ['client', 'list', '--count']],
  ['client list --only-mine', () => commercial, () => ['client', 'list', '--only-mine']],
  ['contract list', () => manager, () => ['contract', 'list', '--unpaid']],
  ['event list', () => support, () => ['event', 'list', '--unassigned']],
  ['client list --after 0 --limit 2', () => commercial, () => ['client', 'list', '--after', '0', '--limit', '2']],
  ['client view', () => support, () => ['client', 'view', '1']],
  ['event view', () => manager, () => ['event', 'view', '1']],
  ['client update', () => commercial, () => ['client', 'update', '1', '--phone', '06 12 34 56 78']],
  ['contract update', () => commercial, () => ['contract', 'update', '1', '--remaining-amount', '50']],
  ['event assign_support', () => manager, () => ['event', 'assign_support', '1', String(support.id)]],
  [
    'event assign_support --strict',
    () => manager,
    () => ['event', 'assign_support', '1', String(support.id), '--strict'],
  ],
  [
    'event update -s',
    () => support,
    () => ['event', 'update', '1', '-s', '12/06/2027 10:00', '-e', '13/06/2027 10:00'],
  ],
  ['event update', () => support, () => ['event', 'update', '1', '--participant-count', '12']],
  ['client create', () => commercial, () => ['client', 'create', '-n', 'Marc', '-e', 'marc@client.fr']],
  ['client note', () => commercial, () => ['client', 'note', '1', 'Hello', '--next', '01/02/2027']],
  ['event view --with', () => support, () => ['event', 'view', '1', '--with', 'interactions']],
  // A name is looked up in the statement that does the work.
  ['client contacted by name', () => commercial, () => ['client', 'contacted', 'anne']],
  ['event note by name', () => support, () => ['event', 'note', 'fête', 'Hello']],
  ['client view by name', () => support, () => ['client', 'view', 'anne']],
  [
    'client view --with by name',
    () => manager,
    () => ['client', 'view', 'anne', '--with', 'contracts,events,interactions'],
  ],
  ['company view --with by name', () => manager, () => ['company', 'view', 'cool', '--with', 'clients']],
  ['contract view --with by name', () => manager, () => ['contract', 'view', 'anne', '--with', 'events']],
  ['user view --with by name', () => manager, () => ['user', 'view', 'hélène', '--with', 'clients,events']],
  ['client view by address', () => support, () => ['client', 'view', 'ANNE@client.fr']],
  ['contract view by name', () => manager, () => ['contract', 'view', 'anne']],
  ['role view by name', () => manager, () => ['role', 'view', 'comm']],
  ['client update by name', () => commercial, () => ['client', 'update', 'anne', '--company', 'cool']],
  [
    'contract update by name',
    () => commercial,
    () => ['contract', 'update', 'anne', '--client', 'anne', '--remaining-amount', '40'],
  ],
  [
    'contract create by name',
    () => commercial,
    () => ['contract', 'create', '--client', 'ann', '--total-amount', '10'],
  ],
  ['event assign_support by name', () => manager, () => ['event', 'assign_support', 'fête', 'hélène']],
  ['event update by name', () => support, () => ['event', 'update', 'fete', '--participant-count', '13']],
  [
    'user update by name',
    () => manager,
    () => ['user', 'update', 'hélène', '--role', 'support', '-e', 'helene@agency.example'],
  ],
  ['event delete by name', () => manager, () => ['event', 'delete', 'fête', '--yes']],
  ['find', () => commercial, () => ['find', 'anne']],
  ['today', () => commercial, () => ['today']],
  ['report workload', () => manager, () => ['report', 'workload', '2027-06']],
  ['report revenue', () => manager, () => ['report', 'revenue', '2027']],
  ['report pipeline', () => manager, () => ['report', 'pipeline']],
  ['report ageing', () => manager, () => ['report', 'ageing']],
]

test.each(commands)('%s', async (_, as, argv) => {
  const url = new URL(agency.url ?? '')
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  const before = proxy.roundTrips()
  const { code, stderr } = await agency.run(argv(), { as: as(), env: { DATABASE_URL: String(url) } })
  expect(code, stderr).toBe(Exit.ok)
  expect(proxy.roundTrips() - before).toBe(2)
})
