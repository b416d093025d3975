/** Everything that one may read, whole or not at all, in files that only their owner reads. */
import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as sheets from '@e965/xlsx'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person, bill: Person, lucie: Person
const folder = mkdtempSync(join(tmpdir(), 'epic-export-'))
const place = join(folder, "l'export")
beforeAll(async () => {
  agency = await openAgency('server')
  boss = await agency.person('management')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  lucie = await agency.person('commercial')
  await agency.person('support', { active: false })
  for (const [name, as] of [
    ["=L'été;+1", bill],
    ['Zoé', lucie],
  ] as const)
    await agency.json(['client', 'create', '-n', name, '-e', `${as.id}@x.example`, '-p', '06 12 34 56 78'], { as })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '6400', '--is-signed'], { as: boss })
})
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  return agency.close()
})

const nouns = [
  ...['companies', 'clients', 'contracts', 'payments', 'instalments', 'events', 'notes', 'users', 'roles', 'audit'],
]
const read = (...path: string[]) => readFileSync(join(place, ...path), 'utf8')
const answerOf = async (argv: readonly string[], as: Person) => (await agency.run([...argv], { as })).stdout

test('a file for each noun, as its list writes it; the manifest counts and hashes them', async () => {
  const client = (await agency.json<{ id: number; full_name: string }[]>(['client', 'list'], { as: boss }))[1]
  await agency.run(['client', 'note', `${client?.id}`, 'Said, and kept'], { as: boss })
  await agency.json(['contract', 'pay', '1', '400', '--on', '2026-02-03', '--reference', '=A1'], { as: boss })
  await agency.run(['contract', 'schedule', '1', '30%@2026-03-01', 'rest@2026-09-01'], { as: boss })
  const { code, stdout, stderr } = await agency.run(['export', place], { as: boss })
  expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '' })
  expect(stderr).toContain(`written to ${place}.`)
  expect(readdirSync(place).toSorted()).toEqual([...nouns.map((noun) => `${noun}.csv`), 'manifest.json'].toSorted())
  const manifest = JSON.parse(read('manifest.json'))
  expect(manifest).toMatchObject({
    ...{ version: '1.0.0', username: boss.username, format: 'csv', left_out: [] },
    counts: {
      companies: 0,
      clients: 2,
      contracts: 1,
      payments: 1,
      instalments: 2,
      events: 0,
      notes: 1,
      users: 4,
      roles: 3,
    },
  })
  expect(Math.abs(Date.parse(manifest.instant) - Date.now())).toBeLessThan(60_000)
  for (const [file, hash] of Object.entries(manifest.sha256)) {
    expect(new Bun.CryptoHasher('sha256').update(read(file)).digest('hex')).toBe(String(hash))
  }
  expect(Object.keys(manifest.sha256)).toEqual(nouns.map((noun) => `${noun}.csv`))
  expect(read('clients.csv')).toBe(await answerOf(['client', 'list', '--limit', '0', '--format', 'csv'], boss))
  expect(read('clients.csv')).toContain(`"'=L'été;'+1"`)
  expect(read('payments.csv')).toContain(`1,1,400.00,2026-02-03,transfer,'=A1,payment,`)
  expect(read('instalments.csv')).toContain(',1,2026-09-01,,4480.00')
  expect(read('notes.csv')).toContain(`,${client?.id},${client?.full_name},,`)
  for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o777).toBe(0o600)
  expect(statSync(place).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual(["l'export"])
})

test('JSON: arrays, and the manifest as the answer', async () => {
  const answer = await agency.json<Record<string, unknown>>(['export', place], { as: boss })
  expect(answer).toEqual({ path: place, ...JSON.parse(read('manifest.json')) })
  expect(JSON.parse(read('clients.json'))).toEqual(await agency.json(['client', 'list', '--limit', '0'], { as: boss }))
  expect(JSON.parse(read('companies.json'))).toEqual([])
})

test('an archive of workbooks', async () => {
  const path = `${place}.ZIP`
  expect((await agency.run(['export', path, '--format', 'xlsx'], { as: boss })).code).toBe(Exit.ok)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const archive = sheets.CFB.read(readFileSync(path), { type: 'buffer' })
  const content = (name: string) => Buffer.from((sheets.CFB.find(archive, `/${name}`)?.content ?? []) as Uint8Array)
  const contracts = sheets.read(content('contracts.xlsx'))
  expect(contracts.Sheets['Contracts']?.['F2']).toMatchObject({ t: 'n', v: 6400 })
  const { sha256 } = JSON.parse(content('manifest.json').toString())
  expect(new Bun.CryptoHasher('sha256').update(content('contracts.xlsx')).digest('hex')).toBe(sha256['contracts.xlsx'])
  expect(readdirSync(folder)).toEqual(["l'export.ZIP"])
})

test('what the role may not list is left out, and said; what it may list in part is there in part', async () => {
  await agency.owner((sql) => sql`delete from epic_events.role_permission where role_id = ${2}`.execute())
  await agency.json(['role', 'grant', 'commercial', 'client:list:own', 'client:view:own', 'contract:view'], {
    as: boss,
  })
  const { code, stderr } = await agency.run(['export', place, '--lang', 'fr'], { as: lucie })
  expect(code).toBe(Exit.ok)
  expect(stderr).toContain('ne peut pas les lister : Entreprises, Contrats, ')
  expect(readdirSync(place).toSorted()).toEqual(['clients.csv', 'manifest.json'])
  expect(
    read('clients.csv')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[1]),
  ).toEqual(['Zoé', undefined])
  expect(JSON.parse(read('manifest.json')).left_out).toEqual(nouns.filter((noun) => noun !== 'clients'))
})

test('what is there is never replaced: 6, and another name; an empty folder is filled', async () => {
  const refused = async (path: string) => {
    const { code, stderr } = await agency.run(['export', path], { as: boss })
    expect(code).toBe(Exit.refused)
    return stderr
  }
  mkdirSync(place)
  writeFileSync(join(place, 'mine'), 'x')
  expect(await refused(place)).toContain(`→ epic-events export "${place}-2"`)
  symlinkSync(place, join(folder, 'link'))
  await refused(join(folder, 'link'))
  writeFileSync(`${place}.zip`, 'x')
  expect(await refused(`${place}.zip`)).toContain(`→ epic-events export "${place}-2.zip"`)
  expect(await refused(join(folder, 'none', 'x'))).toContain('does not exist')
  expect(await refused(join(folder, 'none', 'x.zip'))).toContain('does not exist')
  expect(readdirSync(place)).toEqual(['mine'])
  expect(readlinkSync(join(folder, 'link'))).toBe(place)
  expect(readFileSync(`${place}.zip`, 'utf8')).toBe('x')

  rmSync(join(place, 'mine'))
  expect((await agency.run(['export', place], { as: boss })).code).toBe(Exit.ok)
  expect(readdirSync(place)).toContain('clients.csv')
})

test('without a session → 4, and nothing is left; another format, or --output → 2', async () => {
  expect((await agency.run(['export', place])).code).toBe(Exit.unauthenticated)
  const gone = await agency.person('management')
  await agency.owner((sql) =>
    sql`update epic_events.session set revoked_at = now() where user_id = ${gone.id}`.execute(),
  )
  expect((await agency.run(['export', place], { as: gone })).code).toBe(Exit.unauthenticated)
  expect((await agency.run(['export', place, '--format', 'tsv'], { as: boss })).code).toBe(Exit.usage)
  expect((await agency.run(['export', '--output', place], { as: boss })).code).toBe(Exit.usage)
  expect(readdirSync(folder)).toEqual([])
})
