/** What every list has: its columns as one chooses them, its number alone, and the way to the next page. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { AnySpec } from '../../src/command/spec.ts'
import { Exit } from '../../src/errors.ts'
import type { Column } from '../../src/field/column.ts'
import { data } from '../../src/terminal/output/data.ts'
import { openAgency } from '../support/agency.ts'
import { everyCommand, openSample, type Sample } from './sample.ts'

setDefaultTimeout(90_000)

let sample: Sample
let lists: (AnySpec & { columns: readonly Column[] })[]
beforeAll(async () => {
  sample = await openSample()
  await sample.run(['login', '-u', 'bill.boquet', '--password-stdin'], { stdin: 'Wrong-2026' })
  lists = (await everyCommand()).filter((spec): spec is (typeof lists)[number] => spec.columns !== undefined)
})
afterAll(() => sample.agency.close())

const run = (typed: readonly string[], o: Parameters<Sample['run']>[1] = {}) =>
  sample.run(typed, { as: sample.manager, ...o })
const keysOf = (columns: readonly Column[]) => data(columns).map(({ key }) => key)

test('every list declares its columns', async () => {
  const paged = (await everyCommand()).filter(({ pages }) => pages)
  expect(paged.map(({ path }) => path.join(' '))).toEqual(
    // These two come whole, never in pages.
    lists.map(({ path }) => path.join(' ')).filter((name) => !['role permissions', 'event calendar'].includes(name)),
  )
})

test('an empty list names the command that makes a record to those alone who may run it', async () => {
  const agency = await openAgency('server')
  const roles = ['management', 'commercial', 'support'] as const
  const may = { client: ['commercial'], contract: ['management', 'commercial'], event: ['management', 'commercial'] }
  for (const role of roles) {
    const as = await agency.person(role)
    for (const [noun, creators] of Object.entries({ ...may, company: ['management', 'commercial'] })) {
      const { stderr } = await agency.run([noun, 'list', '--lang', 'fr'], { as })
      expect([role, noun, stderr.includes(`epic-events ${noun} create`)]).toEqual([role, noun, creators.includes(role)])
      expect(stderr).toMatch(/^Aucune? .* à afficher\.$/m)
    }
  }
  await agency.close()
})

describe('--columns', () => {
  test('every key of every list can be chosen, in any order, and nothing else is there', async () => {
    for (const { path, columns } of lists) {
      const keys = keysOf(columns).toReversed()
      const typed = keys.join(',').replaceAll('_', '-').toUpperCase()
      const whole = JSON.parse((await run([...path, '--json'])).stdout)
      const chosen = JSON.parse((await run([...path, '--json', '--columns', typed])).stdout)
      expect(whole.length, path.join(' ')).toBeGreaterThan(0)
      expect(chosen).toEqual(whole)
      expect(Object.keys(chosen[0])).toEqual(keys)
      for (const [format, separator] of [
        ['csv', ','],
        ['tsv', '\t'],
      ] as const) {
        const { stdout } = await run([...path, '--format', format, '--columns', typed])
        expect(stdout.split('\n')[0]?.split(separator)).toEqual(keys)
      }
      for (const key of path[0] === 'client' ? keys : []) {
        const { stdout } = await run([...path, '--format', 'csv', '--columns', key])
        expect(stdout.split('\n')[0]).toBe(key)
      }
    }
  })

  test('a reference has its name in a table; its name alone can be chosen, and what lists leave out', async () => {
    const { stdout } = await run([
      'client',
      'list',
      '--columns',
      'version,commercial-id,id,commercial_name',
      '--limit',
      '1',
    ])
    expect(stdout).toBe('Version  Salesperson      Id  Salesperson\n      1  Bill Boquet (5)   1  Bill Boquet\n')
  })

  test('in a narrow window nothing that was chosen is dropped: the table becomes blocks', async () => {
    const columns = 'id,full_name,email,phone,company_id,commercial_id,first_contact_date,last_contact_date,created_at'
    const { stdout, stderr } = await run(['client', 'list', '--columns', columns, '--limit', '2'], { terminal: 100 })
    expect(stdout).not.toContain('╭')
    for (const label of ['Email: ', 'Phone: ', 'Company: ', 'First contact: ', 'Last contact: ', 'Created: '])
      expect(stdout).toContain(label)
    expect(stderr).not.toContain('Hidden')
  })

  test('the order of the frame of a table is the order that was typed', async () => {
    const { stdout } = await run(['contract', 'list', '--columns', 'remaining_amount,id,client_name'], { terminal: 80 })
    expect(stdout).toMatch(/│ +Remaining +Id +Client +│/)
  })

  test.each([
    ['emial', ['"emial"', 'Did you mean email?', 'first_contact_date']],
    ['client_nam,full_name', ['"client_nam"']],
    ['id,foo,bar', ['"foo"', '"bar"']],
    ['id,email,ID', ['names ID twice']],
    ['first-contact-date,first_contact_date', ['twice']],
    ['', ['needs a value']],
    [' , ', ['needs a value']],
    ['e\x1b[2J', ['\\x1b']],
  ])('%j → 2 before anybody is asked who they are', async (typed, words) => {
    for (const form of [[], ['--json']]) {
      const { code, stdout, stderr } = await sample.run(['client', 'list', '--columns', typed, ...form])
      expect(code).toBe(Exit.usage)
      expect(stdout).toBe('')
      const message = form.length > 0 ? JSON.parse(stderr).error : { fields: { columns: stderr } }
      expect(message.fields.columns).toBeString()
      for (const word of words)
        expect(
          form.length > 0 ? (JSON.parse(JSON.stringify(message)).more?.join() ?? message.message) : stderr,
        ).toContain(word)
    }
  })

  test('what only a person reads is no key of the data', async () => {
    expect((await run(['audit', 'list', '--columns', 'changes', '--limit', '1'])).code).toBe(Exit.ok)
    expect((await run(['audit', 'list', '--columns', 'changes', '--json'])).code).toBe(Exit.usage)
  })

  test('--quiet still writes the ids', async () => {
    const { stdout } = await run(['client', 'list', '--quiet', '--columns', 'email', '--limit', '2'])
    expect(stdout).toBe('1\n2\n')
  })
})

describe('--count', () => {
  test('alone, it is the number of the rows and nothing else', async () => {
    for (const { path, pages } of lists) {
      if (!pages) continue
      const rows = JSON.parse((await run([...path, '--json', '--limit', '0'])).stdout)
      const count = rows.length
      expect(await run([...path, '--count'])).toMatchObject({ code: Exit.ok, stdout: `${count}\n`, stderr: '' })
      expect(JSON.parse((await run([...path, '--count', '--json'])).stdout)).toEqual({ count })
      for (const format of ['csv', 'tsv']) {
        expect((await run([...path, '--count', '--format', format])).stdout).toBe(`count\n${count}\n`)
      }
    }
  })

  test('a person gets the same, whatever the mode', async () => {
    for (const o of [{ terminal: 80 }, { terminal: 30, lang: 'fr' as const }])
      for (const mode of [[], ['--accessible'], ['--quiet'], ['--columns', 'email']])
        expect(await run(['client', 'list', '--count', ...mode], o)).toMatchObject({ stdout: '30\n', stderr: '' })
  })

  test('it counts what the filters leave', async () => {
    const rows = JSON.parse((await run(['contract', 'list', '--unpaid', '--json', '--limit', '0'])).stdout)
    expect((await run(['contract', 'list', '--unpaid', '--count'])).stdout).toBe(`${rows.length}\n`)
    expect(rows.length).toBeGreaterThan(0)
  })

  test('with --limit or --after it stands beside the rows', async () => {
    expect(await run(['client', 'list', '--count', '--limit', '2', '--quiet'])).toMatchObject({ stdout: '1\n2\n' })
    const { stdout, stderr } = await run(['client', 'list', '--count', '--after', '28', '--format', 'csv'])
    expect(stdout.split('\n')).toHaveLength(4)
    expect(stderr).toBe('30 in total\n')
  })

  test('who may not list may not count', async () => {
    expect((await run(['audit', 'list', '--count'], { as: sample.support })).code).toBe(Exit.forbidden)
    expect((await run(['session', 'list', '--everyone', '--count'], { as: sample.support })).code).toBe(Exit.forbidden)
  })
})

describe('the next page', () => {
  const next = (stderr: string) => /→ epic-events (.*)/.exec(stderr)?.[1]

  test('its command repeats all that was typed, quoted for a shell, and goes on behind the last row', async () => {
    const typed = [
      ...['--lang', 'fr', 'client', 'list', '--columns=id,full_name', '--limit', '2', '--after', '3', '--count'],
      ...['--format', 'csv', '--env-file', "/my folder/it's $HOME"],
    ]
    // The file need not exist for a test's app, which has its settings already.
    const { stderr } = await run(typed)
    const command = next(stderr) ?? ''
    const shell = Bun.spawnSync(['sh', '-c', `printf '%s\\n' ${command}`]).stdout.toString()
    expect(shell.trimEnd().split('\n')).toEqual([
      ...typed.filter((word) => !['--after', '3'].includes(word)),
      ...['--after', '5'],
    ])
  })

  test('page by page, every row comes once', async () => {
    const seen: string[] = []
    let typed: string[] | undefined = [
      'contract',
      'list',
      '--unpaid',
      '--limit=4',
      '--columns',
      'id',
      '--format',
      'csv',
      '--',
    ]
    for (let pages = 0; typed && pages < 50; pages++) {
      const { stdout, stderr } = await run(typed)
      seen.push(...stdout.trimEnd().split('\n').slice(1))
      typed = next(stderr)?.split(' ')
    }
    const all = await run(['contract', 'list', '--unpaid', '--limit', '0', '--columns', 'id', '--format', 'csv'])
    expect(seen).toEqual(all.stdout.trimEnd().split('\n').slice(1))
    expect(seen.length).toBeGreaterThan(8)
  })

  test('the last page says nothing, nor does --quiet', async () => {
    expect((await run(['client', 'list', '--after', '29'])).stderr).toBe('')
    expect((await run(['client', 'list', '--limit', '2', '--quiet'])).stderr).toBe('')
  })
})
