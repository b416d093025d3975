/** What a person is told about an import: which file is meant, what to type next, what would be written and what would not. */

import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { makeClient } from '../contract/deal.ts'
import { partsOf, zipOf } from '../spreadsheet/workbook.ts'
import type { Agency, Person } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
const folder = scratchFolder('epic-told-')
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const run = (path: string, ...options: string[]) =>
  agency.run(['client', 'import', path, ...options], { as: bill, lang: 'en' })

beforeAll(async () => {
  agency = await sharedAgency('server')
  bill = await agency.person('commercial')
})

describe('an import that cannot be done names its file and the command to type next', () => {
  const books = { empty: 'empty.xlsx', two: 'two.xlsx' }
  const second = '<sheet name="Deux" sheetId="2" r:id="rId1"/></sheets>'
  beforeAll(async () => {
    const parts = partsOf({})
    write(books.empty, new Uint8Array(await zipOf(parts).bytes()))
    const workbook = String(parts['xl/workbook.xml']).replace('</sheets>', second)
    write(books.two, new Uint8Array(await zipOf({ ...parts, 'xl/workbook.xml': workbook }).bytes()))
  })

  test.each([
    ['none.csv', undefined, [], 'There is no file $.', 'help client import'],
    ['a.pdf', '%PDF\0', [], '$ is neither CSV nor an Excel workbook', 'client import $.csv --dry-run'],
    ['a.xls', '\xd0\xcf\x11\xe0\xa1\xb1', [], '$ is a workbook of Excel 97', 'client import $.csv --dry-run'],
    ['a.csv', ' \n', [], '$ has no headings', 'client import $ --dry-run'],
    ['b.csv', 'full_name,email\n"A,b', [], 'Line 2 of $ has a quotation mark', 'client import $ --dry-run'],
    ['c.csv', 'full_name,email\nA,b', ['--map', 'y=full_name'], '--map: $ has no column "y".', 'help client import'],
    ['d.csv', 'full_nam,email\nA,b', [], 'Unknown column', 'client import $ --map full_nam=full_name --dry-run'],
    ['e.csv', 'x,y\nA,b', [], 'The columns of $ have 2 problems', 'client import $ --ignore x --ignore y --dry-run'],
    ['f.csv', 'email\nb', [], '$ has no column for Full name (full_name).', 'help client import'],
    [
      'g.csv',
      'full_name,email\nA,b',
      ['--match', 'id'],
      '--match id needs a column for it, and $ has none.',
      'help client import',
    ],
    [
      ...['h.csv', 'full_name,email,last_contact_date\nA,b@x.fr,03/04/2026', ['--on-match', 'update']],
      ...['Line 2 of $: "03/04/2026" could have', 'client import $ --on-match update --date-order dmy --dry-run'],
    ],
    [
      books.empty,
      undefined,
      [],
      'The first sheet of $, "Un", is empty, and there is no other.',
      'client import $ --dry-run',
    ],
    [
      books.two,
      undefined,
      [],
      'is empty, and only that sheet is read: put the table there.',
      'client import $ --dry-run',
    ],
  ] as [string, string | undefined, string[], string, string][])('%s', async (name, text, options, said, next) => {
    const path = text === undefined ? join(folder, name) : write(name, Buffer.from(text, 'latin1'))
    const { code, stderr } = await run(path, ...options, '--yes', '--json')
    const { error } = JSON.parse(stderr) as { error: { message: string; next: string[] } }
    expect(code).toBe(Exit.usage)
    expect(error.message).toContain(said.replaceAll('$', path))
    const saved = next.includes('$.csv') ? path.replace(/\.\w+$/, '') : path
    expect(error.next).toEqual([`epic-events ${next.replaceAll('$', saved)}`])
  })

  test('rejected rows, with all that was typed; a script without --yes', async () => {
    const path = write('i.csv', 'full_name;email;Société\nA;a@;Nobody\n')
    const { stderr } = await run(path, '--match', 'none', '--create-companies', '--dry-run')
    expect(stderr).toContain(
      `→ epic-events client import ${path} --match none --create-companies --skip-errors --dry-run\n`,
    )
    const script = await run(path, '--skip-errors')
    expect(script.stderr).toContain(`→ epic-events client import ${path} --skip-errors --dry-run\n`)
    expect(script.stderr).toContain(`→ epic-events client import ${path} --skip-errors --yes\n`)
  })
})

test('a row with too many cells → its reason stands under its heading, and the mended file is read', async () => {
  const rejects = join(folder, 'rejects.csv')
  const path = write('long.csv', 'full_name,email\nLong,long@told.example,extra\n')
  await run(path, '--skip-errors', '--yes', '--rejects', rejects)
  const [heading, row] = readFileSync(rejects, 'utf8').slice(1).split('\r\n')
  expect(heading).toBe('full_name,email,error')
  expect(row).toMatch(/^Long,long@told\.example,"This row has 3 cells.*",extra$/)
  expect(statSync(rejects).mode & 0o777).toBe(0o600)
  // Not mended, it is rejected in the same form.
  const again = join(folder, 'again.csv')
  await run(rejects, '--skip-errors', '--yes', '--rejects', again)
  expect(readFileSync(again, 'utf8')).toMatch(
    /^\ufefffull_name,email,error\r\nLong,long@told\.example,"[^"]*",extra\r\n$/,
  )
  const mended = write('mended.csv', readFileSync(rejects, 'utf8').replace(',extra', ''))
  expect((await run(mended, '--yes')).stdout).toBe('1 new · 0 changed · 0 unchanged · 0 rejected\n')
})

test('a disk that is full → 7, nothing is saved, and the rejects of before stay', async () => {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=64k,mode=0700', 'tmpfs', disk]).success
  if (!mounted) return
  try {
    const rejects = write('disk/r.csv', 'before')
    const path = write('full.csv', `full_name,email\nFull,full@told.example\n${'x'.repeat(90_000)},bad@\n`)
    const { code, stderr } = await run(path, '--skip-errors', '--yes', '--rejects', rejects)
    expect([code, stderr]).toEqual([Exit.unavailable, expect.stringContaining('(ENOSPC). Nothing was replaced.')])
    expect(readdirSync(disk)).toEqual(['r.csv'])
    expect(readFileSync(rejects, 'utf8')).toBe('before')
    expect((await run(path, '--skip-errors', '--dry-run')).stdout).toStartWith('1 new')
  } finally {
    Bun.spawnSync(['umount', disk])
  }
})

test('a dry run names what is new and changed, to people alone; two reasons are two sentences', async () => {
  const mine = await makeClient(agency, bill)
  const path = write('dry.csv', `full_name,email,phone\nZoé,zoe@told.example,\nYves,${mine.email},\nX,x@,abc\n`)
  const options = ['--on-match', 'update', '--skip-errors', '--dry-run']
  const { stdout, stderr } = await run(path, ...options)
  expect(stdout).toBe('1 new · 1 changed · 0 unchanged · 1 rejected\n')
  expect(stderr).toStartWith('New: Zoé\nChanged: Yves\nLine 4')
  expect(stderr).toContain('kevin@startup.io. "abc" is not a phone number')
  expect((await run(path, ...options, '--json')).stderr).not.toContain('Zoé')
  const french = await agency.run(['client', 'import', path, ...options], { as: bill, lang: 'fr' })
  expect(french.stderr).toStartWith('Nouveau\u00a0: Zoé\nModifié\u00a0: Yves\nLigne 4')
  expect(french.stderr).toContain('Exemple\u00a0: kevin@startup.io. «')
})

test('the reasons of the rejected rows come before the question, once', async () => {
  const path = write('asked.csv', 'full_name,email\nAsked,asked@told.example\nBad,bad@\n')
  const argv = ['client', 'import', path, '--skip-errors']
  const no = await agency.run(argv, { as: bill, terminal: 200, answers: [false] })
  expect(no.code).toBe(Exit.cancelled)
  expect(no.stderr).toMatch(/^1 new .*1 rejected\nNew: Asked\nLine 3, email "bad@": /)
  const yes = await agency.run(argv, { as: bill, terminal: 200, answers: [true] })
  expect(yes.code).toBe(Exit.ok)
  expect(yes.stderr.match(/Line 3/g)).toHaveLength(1)
})

test('a row that one may not write is told by its name', async () => {
  const ann = await agency.person('commercial')
  const theirs = await makeClient(agency, ann)
  const path = write('theirs.csv', `email,phone\n${theirs.email},0612345678\n`)
  const { stderr } = await run(path, '--on-match', 'update', '--dry-run')
  expect(stderr).toContain(`Line 2, ${theirs.email}: You don't have permission`)
})
