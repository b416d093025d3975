import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '../../src/client/client.ts'
import type { Company } from '../../src/company/company.ts'
import { Exit } from '../../src/errors.ts'
import { makeClient } from '../contract/deal.ts'
import { csv, imported, importing } from '../import/sheet.ts'
import type { Agency, Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

/** What `t.value.phone.unreadable` and others say is tested elsewhere: here it is which row is told what. */
const heading = ['Nom complet', 'E-mail', 'Téléphone', 'Société', 'Premier contact', 'Commercial'] as const

let mails = 0
const mail = () => `imported${++mails}@example.org`

describe.each(['server', 'embedded'] as const)('client import (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let ann: Person
  let kate: Person
  const folder = mkdtempSync(join(tmpdir(), 'epic-import-'))
  const find = async (email: string) => {
    const found = await agency.json<Client[]>(['client', 'list', '--search', email], { as: bill })
    return found.find((client) => client.email === email)
  }

  beforeAll(async () => {
    ;({ agency, manager, kate } = await clientTeam(kind))
    // Rows name people, and other files of the process have theirs in the same agency.
    bill = await agency.person('commercial', { fullName: 'Bill of the Rows' })
    ann = await agency.person('commercial', { fullName: 'Ann of the Rows' })
  })

  test('a French table → new clients of the caller, with what a command would have stored', async () => {
    const [first, second, third] = [mail(), mail(), mail()]
    await agency.json(['company', 'create', '-n', `Cool Startup ${kind}`], { as: bill })
    const rows = [
      heading,
      ['Élodie\tGarnier'.replace('\t', ' '), first, '06 12 34 56 78', `cool startup ${kind}`, '18/04/2025', ''],
      ['=1+1', second, "'+678 123 456 78", '', '2025-04-18T10:00:00+02:00', bill.fullName],
      ['Ana "la grande"; Ruiz', third, '', '', '', ''],
    ]
    // Clients of other files may look like these.
    expect(await imported(agency, 'client', rows, { as: bill })).toMatchObject({
      ...{ code: Exit.ok, new: 3, changed: 0, unchanged: 0, rejected: 0, rejects: [] },
    })
    expect(await find(first)).toMatchObject({
      ...{ full_name: 'Élodie Garnier', phone: '+33612345678', company_name: `Cool Startup ${kind}`, version: 1 },
      ...{ first_contact_date: '2025-04-18T00:00:00+02:00', commercial_id: bill.id },
    })
    expect(await find(second)).toMatchObject({ full_name: '=1+1', phone: '+67812345678' })
    // An empty cell is none, and never that of the row above (SuiteCRM/SuiteCRM#5574, inventree/InvenTree#9050).
    expect(await find(third)).toMatchObject({ full_name: 'Ana "la grande"; Ruiz', company_id: null, phone: null })
    // The same file again has nothing to say, and a person is told so in one line.
    const again = await importing(agency, 'client', rows, { as: bill })
    expect(again).toMatchObject({ code: Exit.ok, stdout: '0 new · 0 changed · 3 unchanged · 0 rejected\n' })
    const french = await importing(agency, 'client', rows, { as: bill, lang: 'fr' })
    expect(french.stdout).toBe('0 nouveau · 0 modifié · 3 inchangés · 0 rejeté\n')
  })

  // espocrm/espocrm#2133: one bad address ended the import
  test('bad rows → each with its line, cell, reason and code; nothing is saved (6), or the others are (0)', async () => {
    const [first, second, taken] = [mail(), mail(), (await makeClient(agency, ann)).email]
    const rows = [
      heading,
      ['One', first, '', '', '', ''],
      ['Two\nlines', mail(), '', '', '', ''],
      ['Three', mail(), 'abc', '', '31/02/2025', ''],
      ['Four', mail(), '', 'Nobody Ltd', '', ''],
      ['Five', first.toUpperCase(), '', '', '', ''],
      ['', mail(), '', '', '', ''],
      ['Seven', mail(), '', '', '', ann.fullName],
      ['Eight', mail(), '', '999999', '', ''],
      ['Nine', taken.toUpperCase(), '', '', '', ''],
      ['Ten', second, '', '', '', ''],
    ]
    const wanted = {
      ...{ new: 2, changed: 0, unchanged: 0, rejected: 8 },
      rejects: [
        // The second row has two lines in the file.
        { line: 3, column: 'Nom complet', value: 'Two\nlines', code: 'usage' },
        { line: 5, column: 'Téléphone', value: 'abc', code: 'usage' },
        { line: 6, column: 'Société', value: 'Nobody Ltd', code: 'not_found' },
        {
          line: 7,
          column: 'E-mail',
          value: first.toUpperCase(),
          code: 'refused',
          reason: 'Lines 2 and 7 are the same record: only line 2 counts.',
        },
        { line: 8, column: 'Nom complet', value: '', code: 'usage' },
        {
          line: 9,
          code: 'forbidden',
          reason: "You don't have permission to do this: it needs client:assign_commercial.",
        },
        { line: 10, column: 'Société', value: '999999', code: 'refused' },
        { line: 11, column: 'E-mail', code: 'refused' },
      ],
    }
    const match = ['--match', 'none']
    const rehearsed = await imported(agency, 'client', rows, { as: bill }, '--dry-run', ...match)
    expect(rehearsed).toMatchObject({ ...wanted, code: Exit.refused })
    // Both faults of one row are told.
    expect(rehearsed.rejects[1]?.reason).toMatch(/"abc" is not a phone number.*31/s)
    const real = await imported(agency, 'client', rows, { as: bill }, ...match)
    expect(real).toEqual(rehearsed)
    const told = await importing(agency, 'client', rows, { as: bill }, '--dry-run', ...match)
    expect(told.stderr).toContain('add --create-companies')
    expect(await find(second)).toBeUndefined()

    const rejects = join(folder, `${kind}.csv`)
    const kept = await imported(agency, 'client', rows, { as: bill }, '--skip-errors', '--rejects', rejects, ...match)
    expect(kept).toEqual({ ...rehearsed, code: Exit.ok })
    expect(await find(second)).toMatchObject({ full_name: 'Ten' })
    const written = readFileSync(rejects, 'utf8')
    expect(statSync(rejects).mode & 0o777).toBe(0o600)
    expect(
      written.startsWith(
        '\ufeffNom complet;E-mail;Téléphone;Société;Premier contact;Commercial;error\r\n"Two\nlines";',
      ),
    ).toBe(true)
    // Mended, it can be imported as it is: the column of the reasons is no field.
    const mended = written.replace(/;abc;;31\/02\/2025;;/, ';0612345678;;2025-02-01;;')
    const repaired = await imported(agency, 'client', mended, { as: bill }, '--dry-run', '--skip-errors', ...match)
    expect(repaired).toMatchObject({ new: 1, rejected: 7 })
  })

  // twentyhq/twenty#11864: duplicated by an address that was known; pimcore/pimcore#4263: emptied by empty cells
  test('existing clients → left alone, updated where the file says something else, or rejected', async () => {
    const mine = await makeClient(agency, bill, '-p', '0612345678', '-f', '18/04/2025 10:23')
    const others = await makeClient(agency, ann)
    const rows = (...cells: string[]) => [heading, ['New Name', mine.email.toUpperCase(), ...cells]]
    expect(await imported(agency, 'client', rows('', '', '', ''), { as: bill })).toMatchObject({
      unchanged: 1,
      changed: 0,
    })
    const fail = await imported(agency, 'client', rows('', '', '', ''), { as: bill }, '--on-match', 'fail')
    expect(fail).toMatchObject({ code: Exit.refused, rejects: [{ line: 2, column: 'E-mail', code: 'refused' }] })
    // A day alone keeps the time, a minute the seconds, and an empty cell what is there.
    const same = ['', '', '18/04/2025', '']
    const changed = await imported(agency, 'client', rows(...same), { as: bill }, '--on-match', 'update')
    expect(changed).toMatchObject({ code: Exit.ok, changed: 1, unchanged: 0 })
    const now = await find(mine.email)
    expect(now).toEqual({
      ...mine,
      full_name: 'New Name',
      version: 2,
      updated_at: expect.any(String),
      contract_count: undefined,
    } as never)
    const again = await imported(agency, 'client', rows(...same), { as: bill }, '--on-match', 'update')
    expect(again).toMatchObject({ changed: 0, unchanged: 1 })
    expect(await find(mine.email)).toEqual(now as never)
    // A colleague's client, and a hand-over without the permission.
    const theirs = [heading, ['X', others.email, '', '', '', ''], ['New Name', mine.email, '', '', '', ann.fullName]]
    const refused = await imported(agency, 'client', theirs, { as: bill }, '--on-match', 'update')
    expect(refused).toMatchObject({
      changed: 0,
      rejected: 2,
      rejects: [
        { line: 2, code: 'forbidden' },
        { line: 3, code: 'forbidden' },
      ],
    })
    // By id, where somebody else has that address, and where there is no such client.
    const byId = [
      ['id', 'email'],
      [mine.id, others.email],
      [999_999, mail()],
    ]
    const ids = await imported(agency, 'client', byId, { as: bill }, '--match', 'id', '--on-match', 'update')
    expect(ids).toMatchObject({
      rejects: [
        { line: 2, column: 'email', code: 'refused' },
        { line: 3, column: 'id', code: 'not_found' },
      ],
    })
    expect(ids.rejects[0]?.reason).toContain(others.email)
  })

  test('behind a pooler, where everything is one transaction → the same', async () => {
    const env = agency.url ? { DATABASE_URL: agency.url, DATABASE_POOLER: 'transaction' } : {}
    const one = mail()
    const rows = [heading, ['Pool', one, '', '', '', ''], ['Pool', mail(), 'abc', '', '', '']]
    const rehearsed = await imported(agency, 'client', rows, { as: bill, env }, '--dry-run', '--skip-errors')
    expect(rehearsed).toMatchObject({ code: Exit.ok, new: 1, rejected: 1 })
    expect((await importing(agency, 'client', rows, { as: bill, env })).code).toBe(Exit.refused)
    expect(await find(one)).toBeUndefined()
    expect(await imported(agency, 'client', rows, { as: bill, env }, '--skip-errors')).toEqual(rehearsed)
    expect(await find(one)).toMatchObject({ full_name: 'Pool' })
  })

  test('unknown companies → created once, and not for a row that is rejected', async () => {
    const [name, other] = [`Traiteur ${kind}`, `Fleuriste ${kind}`]
    const rows = [
      heading,
      ['A', mail(), '', name, '', ''],
      ['B', mail(), '', `  ${name.toUpperCase()} `, '', ''],
      ['C', mail(), '', other, '', ann.fullName],
    ]
    const create = ['--create-companies', '--skip-errors']
    expect(await imported(agency, 'client', rows, { as: bill }, ...create)).toMatchObject({ new: 2, rejected: 1 })
    const companies = await agency.json<Company[]>(['company', 'list', '--limit', '0'], { as: bill })
    expect(companies.filter((each) => each.name.toLowerCase() === name.toLowerCase())).toHaveLength(1)
    expect(companies.some((each) => each.name === other)).toBe(false)
  })

  test('who may not → 5 with the grant; --commercial gives the new clients to somebody', async () => {
    const [one, two] = [mail(), mail()]
    const rows = [heading, ['A', one, '', '', '', ''], ['B', two, '', '', '', '']]
    for (const [as, options, code] of [
      [manager, [], 'client:create'],
      [kate, [], 'client:create'],
      [bill, ['--commercial', ann.fullName], 'client:assign_commercial'],
      [bill, ['--on-match', 'update', '--match', 'none'], undefined],
    ] as const) {
      const { code: exit, stderr } = await importing(agency, 'client', rows, { as }, ...options, '--dry-run')
      expect(exit, stderr).toBe(code ? Exit.forbidden : Exit.ok)
      if (code) expect(stderr).toContain(code)
      if (as === manager) expect(stderr).toContain('→ epic-events role grant management client:create')
    }
    const role = `importer ${kind}`
    await agency.json(['role', 'create', '-n', role, '--like', 'management'], { as: manager })
    await agency.json(['role', 'grant', role, 'client:create'], { as: manager })
    const importer = await agency.person(role)
    const given = await imported(agency, 'client', rows, { as: importer }, '--commercial', ann.fullName)
    expect(given).toMatchObject({ code: Exit.ok, new: 2 })
    expect((await find(two))?.commercial_id).toBe(ann.id)
    const wrong = await importing(agency, 'client', rows, { as: importer }, '--commercial', kate.username)
    expect(wrong.code).toBe(Exit.refused)
    const nobody = await importing(agency, 'client', rows, { as: importer }, '--commercial', 'nobody.at.all')
    expect(nobody.code).toBe(Exit.notFound)
  })

  test('a person sees what it does and is asked; a script says --yes', async () => {
    const path = join(folder, `people-${kind}.csv`)
    const one = mail()
    writeFileSync(path, csv([heading, ['Zoé', one, '', '', '', '']]))
    const argv = ['client', 'import', path]
    const script = await agency.run(argv, { as: bill })
    expect(script.code).toBe(Exit.usage)
    expect(script.stderr).toContain('--yes')
    const no = await agency.run(argv, { as: bill, terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.stderr).toContain('1 new · 0 changed · 0 unchanged · 0 rejected\nNew: Zoé')
    expect(await find(one)).toBeUndefined()
    const yes = await agency.run(argv, { as: bill, terminal: 80, answers: [true] })
    expect(yes.code).toBe(Exit.ok)
    expect(yes.asked.map(({ message }) => message)).toEqual(['Create 1 client?'])
    expect(await find(one)).toMatchObject({ full_name: 'Zoé' })
  })

  test('a file that cannot be read or written → one sentence, and nothing is done', async () => {
    const path = join(folder, `good-${kind}.csv`)
    writeFileSync(path, csv([heading, ['A', mail(), 'abc', '', '', '']]))
    const link = join(folder, `link-${kind}.csv`)
    symlinkSync(path, link)
    const inner = join(folder, `folder-${kind}`)
    mkdirSync(inner)
    for (const [argv, code, said] of [
      [['-'], Exit.usage, 'Standard input is a terminal'],
      [['none.csv'], Exit.usage, 'none.csv'],
      [['/'], Exit.usage, '/ is a folder'],
      [[path, '--rejects', link], Exit.refused, 'is a link: only'],
      [[path, '--rejects', inner], Exit.refused, 'is a folder: only'],
      [[path, '--rejects', '/dev/full'], Exit.refused, '/dev/full is a device: only'],
      [[path, '--rejects', path], Exit.usage, `cannot go to ${path}, the file`],
      [[path, '--rejects', join(inner, 'a', 'b')], Exit.refused, 'does not exist'],
      [[path, '--match', 'id'], Exit.usage, '--match id'],
      [[path, '--ignore', 'E-mail'], Exit.usage, 'Email (email)'],
      [[path, '--match', 'phone'], Exit.usage, 'email, id, none'],
      [[path, '--map', 'Nom complet=nothing'], Exit.usage, '--map'],
    ] as const) {
      const ran = await agency.run(['client', 'import', ...argv, '--yes'], { as: bill, terminal: 80 })
      expect([ran.code, ran.stderr.replace(/\s+/g, ' ')], argv.join(' ')).toEqual([code, expect.stringContaining(said)])
    }
    expect(readFileSync(path, 'utf8')).toContain('abc')
    expect(existsSync(join(inner, 'a'))).toBe(false)
  })
})
