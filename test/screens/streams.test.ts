/** In every format, stdout holds the answer of a command and nothing else; without a person no command waits (docs/TERMINAL.md §2). */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { scratchFolder } from '../support/embedded.ts'
import { everyCommand, openSample, type Sample, samplePassword } from './sample.ts'

setDefaultTimeout(60_000)

let sample: Sample
const folder = mkdtempSync(join(tmpdir(), 'epic-streams-'))
const workbook = join(folder, 'réponse.xlsx')
/** Sessions that may be ended, one for each form. */
let spare: readonly { readonly id: string }[]
beforeAll(async () => {
  sample = await openSample()
  spare = await sample.agency.owner(
    (sql) => sql<{ id: string }[]>`
      insert into epic_events.session (user_id, ends_at)
      select 12, now() + interval '20 hours' from generate_series(1, ${forms.length}) returning id`,
  )
  // Payments that may be cancelled, one for each form.
  await sample.agency.owner(
    (sql) =>
      sql`insert into epic_events.payment (id, contract_id, amount) select 1000 + n, 6, n from generate_series(1, ${forms.length}) n`,
  )
  // Records that may be merged into others.
  await sample.agency.owner(async (sql) => {
    await sql`insert into epic_events.client (id, full_name, email, commercial_id)
      select 1000 + n, 'Double ' || n, 'double' || n || '@x.example', 5 from generate_series(1, ${forms.length}) n`
    await sql`insert into epic_events.company (id, name) select 1000 + n, 'Double ' || n from generate_series(1, ${forms.length}) n`
  })
})
afterAll(() => {
  rmSync(folder, { recursive: true })
  return sample.agency.close()
})

/** A spreadsheet with one row. */
function sheet(...rows: readonly string[]): string {
  const path = join(scratchFolder('epic-sheet-'), 'sheet.csv')
  writeFileSync(path, rows.join('\n'))
  return path
}

/** What makes each command do its work, once a form; `n` is unlike in each. Those not named here need nothing. */
const needs: Readonly<Record<string, (n: number) => readonly string[]>> = {
  'user create': (n) => [
    '-u',
    `person.${n}`,
    '-n',
    `P ${n}`,
    '-e',
    `p${n}@x.example`,
    '-r',
    'support',
    '--password-stdin',
  ],
  find: () => ['casey'],
  undo: () => ['--list'],
  'user view': () => ['5'],
  'user import': (n) => [sheet('username,name,email,role', `imported.${n},I,i${n}@x.example,support`), '--yes'],
  'user update': (n) => ['13', '--full-name', `Aliénor ${n}`],
  'user update-password': () => ['13', '--password-stdin'],
  'user hand-over': (n) => [...(n % 2 === 0 ? ['4', '6'] : ['6', '4']), '--yes'],
  'user delete': (n) => [String(24 + n), '--yes'],
  'role view': () => ['support'],
  'role create': (n) => ['--name', `role ${n}`],
  'role update': (n) => [`role ${n}`, '--name', `other ${n}`],
  'role grant': (n) => [`other ${n}`, 'client:list', 'client:view'],
  'role revoke': (n) => [`other ${n}`, 'client:list'],
  'role delete': (n) => [`other ${n}`, '--yes'],
  'company create': (n) => ['--name', `Company ${n}`],
  'company view': () => ['1'],
  'company import': (n) => [sheet('name', `Imported ${n}`), '--yes'],
  'company update': (n) => ['2', '--name', `Été ${n}`],
  'company merge': (n) => ['2', String(1000 + n), '--yes'],
  'company delete': (n) => [String(12 + n), '--yes'],
  'client create': (n) => ['-n', `Client ${n}`, '-e', `c${n}@x.example`],
  'client view': () => ['8'],
  'client import': (n) => [sheet('name,email', `Imported,imported${n}@x.example`), '--yes'],
  'client update': (n) => ['8', '--phone', `+6781234567${n}`],
  'client note': (n) => ['8', `Note ${n}`, '--next', '+7d'],
  'client contacted': () => ['8'],
  'client merge': (n) => ['8', String(1000 + n), '--yes'],
  'client erase': () => ['--list'],
  'client delete': (n) => [String(30 + n), '--yes'],
  'contract create': () => ['--client-id', '10', '--total-amount', '1200'],
  'contract view': () => ['1'],
  'contract import': () => [sheet('client,total_amount', '10,1200'), '--yes'],
  'contract clone': () => ['1'],
  'contract update': (n) => ['39', '--total-amount', `${2000 + n}`],
  'contract pay': (n) => ['6', `${n}.50`],
  'contract payments': () => ['6'],
  'contract cancel-payment': (n) => [String(1000 + n), '--reason', 'Double', '--yes'],
  'contract schedule': (n) => ['6', `${n}0%@signature`, 'rest@event-15d'],
  'contract delete': (n) => [String(40 + n), '--yes'],
  'event create': (n) => ['-c', '1', '-t', `Fête ${n}`, '-a', 'Ici', '-s', '12/07/2026', '-e', '13/07/2026'],
  'event view': () => ['3'],
  'event import': (n) => [
    sheet('contract,title,address,start_date,end_date', `1,Importé ${n},Ici,2026-07-12,2026-07-13`),
    '--yes',
  ],
  'event update': (n) => ['3', '--participant-count', String(100 + n)],
  'event clone': (n) => ['3', '--on', `${12 + n}/07/2027`],
  'event note': (n) => ['3', `Note ${n}`],
  'event assign_support': (n) => ['7', n % 2 === 0 ? '23' : '12'],
  'event delete': (n) => [String(40 + n), '--yes'],
  'session revoke': (n) => [spare[n - 1]?.id ?? ''],
  login: () => ['-u', 'kate.hastroff', '--password-stdin'],
  'manager-create': (n) => ['-u', `boss.${n}`, '-n', 'B', '-e', `b${n}@x.example`, '--password-stdin'],
}
const commercials = ['client create', 'client import', 'client update', 'client delete', 'event create']
const nobodies = ['login', 'logout', 'refresh', 'manager-create', 'db-create', 'demo', 'doctor']
/** Messages for people beside the answer. None of them may be on stdout. */
const beside = /^(✓ \w|✗|→|! )|shown, more:|^hidden:|The same in one line/m

const forms: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['table', []],
  ['json', ['--json']],
  ['csv', ['--format', 'csv']],
  ['tsv', ['--format', 'tsv']],
  ['excel', ['--format', 'excel']],
  ['html', ['--format', 'html']],
  ['xlsx', ['--format', 'xlsx', '--output', workbook]],
  ['quiet', ['--quiet']],
]
const all = (await everyCommand()).map(({ path }) => path.join(' '))
/** Signing out, or showing the tour, would change what the others find; an export and papers have formats of their own. */
const alone = ['logout', 'refresh', 'demo', 'export', 'client export', 'event sheet', 'contract statement']

describe.each(forms.map(([name, args], at) => [name, args, at + 1] as const))('%s', (form, args, n) => {
  test.each(all.filter((typed) => !alone.includes(typed)))('%s', async (typed) => {
    const as = nobodies.includes(typed) ? {} : { as: commercials.includes(typed) ? sample.commercial : sample.manager }
    const argv = [...typed.split(' '), ...(needs[typed]?.(n) ?? []), ...args]
    const stdin = typed === 'login' ? samplePassword : 'Nouveau-2026\n'
    const { code, stdout, stderr } = await sample.run(argv, { ...as, stdin })
    // `doctor` finds a machine on which nobody is signed in.
    expect({ code, stderr }).toMatchObject({ code: typed === 'doctor' ? Exit.unavailable : Exit.ok })
    expect(stdout).not.toContain('\x1b')
    if (typed !== 'doctor') expect(stdout).not.toMatch(beside)
    if (form === 'json' && stdout !== '') expect(() => JSON.parse(stdout)).not.toThrow()
    if (form === 'html') expect(stdout).toMatch(/^(<!doctype html>\n.*<\/html>\n)?$/s)
    if (form === 'quiet' && typed !== 'doctor') expect(stderr).toBe('')
    if (stdout !== '') expect(stdout).toEndWith('\n')
    if (form !== 'xlsx' || typed === 'doctor') return
    expect(stdout).toBe('')
    expect(readFileSync(workbook, 'latin1')).toMatch(/^(PK.*PK.*)?$/s)
    rmSync(workbook)
  })
})

describe('what goes wrong leaves stdout empty', () => {
  const wrong = [
    ...[
      ['client', 'view', '9999'],
      ['client', 'view', 'nobody'],
      ['client', 'lst'],
      ['contract', 'create', '--total-amount', '-5'],
    ],
    ...[
      ['user', 'delete', '5', '--yes'],
      ['event', 'list', '--limt', '3'],
      ['role', 'view', 'managment'],
    ],
  ]
  test.each(wrong.map((argv) => [argv.join(' '), argv] as const))('%s', async (_, argv) => {
    for (const args of [[], ['--json'], ['--format', 'csv'], ['--quiet']]) {
      const { code, stdout, stderr } = await sample.run([...argv, ...args], { as: sample.manager })
      expect(code).toBeGreaterThan(Exit.internal)
      expect(stdout).toBe('')
      if (args[0] === '--json') expect(JSON.parse(stderr).error.message).toBeString()
      else expect(stderr).toStartWith('✗ ')
    }
  })
})

test('without a person → no command asks; it ends with 2, naming what is missing', async () => {
  for (const spec of await everyCommand()) {
    const { path, required = [] } = spec
    const positionals = Object.values(spec.positionals ?? {}).filter(({ optional }) => !optional)
    const lacks = required.length + positionals.length > 0
    if (!lacks) continue
    const { code, asked, stderr } = await sample.run([...path], { as: sample.manager })
    expect({ path, code, asked }).toEqual({ path, code: Exit.usage, asked: [] })
    for (const { placeholder } of positionals) expect(stderr).toContain(placeholder)
    for (const key of required) {
      const field = spec.fields?.[key]
      expect(stderr).toContain(field?.kind === 'secret' ? '--password-stdin' : `--${field?.option}`)
    }
  }
})

test('--no-input, CI, or a pipe at stderr → nothing is asked on a terminal either', async () => {
  const typed = ['event', 'assign_support']
  const { manager: as } = sample
  expect((await sample.run([...typed, '--no-input'], { as, terminal: 80 })).code).toBe(Exit.usage)
  expect((await sample.run(typed, { as, terminal: 80, env: { CI: 'true' } })).code).toBe(Exit.usage)
  expect((await sample.run(typed, { as, terminal: 80, stdin: '' })).code).toBe(Exit.usage)
})

test('names that are nearly right → are suggested', async () => {
  const near = async (argv: readonly string[]) => (await sample.run(argv, { as: sample.manager })).stderr
  expect(await near(['clint', 'list'])).toContain('Did you mean client?')
  expect(await near(['client', 'crate'])).toContain('Did you mean client create?')
  expect(await near(['client', 'create', '--nmae', 'x'])).toContain('Did you mean --full-name?')
  expect(await near(['client', 'list', '--format', 'jsno'])).toContain('Did you mean json?')
  expect(await near(['role', 'view', 'managment'])).toContain('Did you mean management?')
  expect(await near(['role', 'grant', 'suport', 'client:vew'])).toContain('Did you mean client:view?')
  expect(await near(['audit', 'list', '--table', 'contrct'])).toContain('contract')
})

describe('--output', () => {
  const clients = async (args: readonly string[], o: { terminal?: number } = {}) =>
    sample.run(['client', 'list', '--format', 'csv', ...args], { as: sample.manager, ...o })

  test('the file has what standard output would have, and a sentence says so; - is standard output', async () => {
    const { stdout: expected } = await clients(['--limit', '0'])
    expect((await clients(['--limit', '0', '--output', '-'])).stdout).toBe(expected)
    const { code, stdout, stderr } = await clients(['--limit', '0', `--output=${workbook}`], { terminal: 80 })
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '' })
    expect(stderr.replace(/\s+/g, ' ')).toContain(`Written to ${workbook}.`)
    expect(readFileSync(workbook, 'utf8')).toBe(expected)
    expect((await clients(['--quiet', '--output', workbook])).stderr).toBe('')
  })

  test('what was left out is fetched by a command that writes all of it, not the next page over this one', async () => {
    const { stderr } = await clients(['--limit', '2', '--output', workbook])
    expect(stderr).toContain(`→ epic-events client list --format csv --output ${workbook} --limit 0`)
  })

  test('a command that fails leaves the file as it was', async () => {
    writeFileSync(workbook, 'before')
    const { code } = await sample.run(['client', 'view', '9999', '--output', workbook], { as: sample.manager })
    expect(code).toBe(Exit.notFound)
    expect(readFileSync(workbook, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('a folder → 6, before anything is written', async () => {
    const typed = ['company', 'create', '--name', 'Never', '--json', '--output', folder]
    expect(await sample.run(typed, { as: sample.manager })).toMatchObject({ code: Exit.refused })
    expect((await sample.run(['company', 'list', '--search', 'Never'], { as: sample.manager })).stdout).toBe('')
  })

  test('no name → 2; a workbook on a terminal → 2 naming the option; into a pipe it goes', async () => {
    expect(await clients(['--output', ''])).toMatchObject({
      code: Exit.usage,
      stderr: expect.stringContaining('--output'),
    })
    const typed = ['client', 'list', '--format', 'xlsx']
    const { code, stdout, stderr } = await sample.run(typed, { as: sample.manager, terminal: 80 })
    expect({ code, stdout }).toEqual({ code: Exit.usage, stdout: '' })
    expect(stderr).toContain('--output')
    expect((await sample.run(typed, { as: sample.manager })).stdout).toStartWith('PK')
  })
})
