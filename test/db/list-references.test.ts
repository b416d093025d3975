/**
 * What a list is narrowed by, judged with the list: records that do not exist and records that one may not see get the same answer, and an
 * order goes on only behind a record that is there.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { makeClient, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(90_000)

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let boss: Person
  let alice: Person
  let blind: Person
  let contract: number
  let client: number
  let company: number
  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
    alice = await agency.person('commercial', { fullName: 'Alice Vente' })
    company = (await agency.json<{ id: number }>(['company', 'create', '-n', 'Cool Startup'], { as: boss })).id
    const event = await makeEvent(agency, alice)
    ;({ contract_id: contract, client_id: client } = event as unknown as { contract_id: number; client_id: number })
    await agency.json(
      ['client', 'update', String(client), '--full-name', 'Kévin Casey', '--company-id', String(company)],
      { as: alice },
    )
    await agency.json(['role', 'create', '-n', 'blind'], { as: boss })
    await agency.json(['role', 'grant', 'blind', 'contract:list:own', 'event:list', 'user:list', 'audit:list'], {
      as: boss,
    })
    blind = await agency.person('blind')
  }, 90_000)
  afterAll(() => agency.close())

  const answer = async (argv: string[], as: Person) => {
    const { code, stdout, stderr } = await agency.run(argv, { as })
    return { code, stdout, stderr }
  }

  test('a role that sees no clients, companies or contracts → no option tells whether one exists', async () => {
    const none = 99_999
    const pairs: [string[], there: string, none: string][] = [
      [['contract', 'list', '--client'], String(client), String(none)],
      [['contract', 'list', '--client'], 'Kévin Casey', 'Nobody Atall'],
      [['contract', 'list', '--client'], 'casey', 'atall'],
      [['contract', 'list', '--company'], String(company), String(none)],
      [['contract', 'list', '--company'], 'Cool Startup', 'Dull Company'],
      [['contract', 'list', '--search'], 'casey', 'atall'],
      [['contract', 'list', '--sort', 'client', '--after'], String(contract), String(none)],
      [['event', 'list', '--client'], String(client), String(none)],
      [['event', 'list', '--client'], 'Casey', 'Atall'],
      [['event', 'list', '--contract'], String(contract), String(none)],
      [['event', 'list', '--search'], 'casey', 'atall'],
    ]
    for (const [argv, there, absent] of pairs) {
      for (const more of [[], ['--json'], ['--count'], ['--limit', '0'], ['--sort', 'client', '--desc']]) {
        const [seen, unseen] = [
          await answer([...argv, there, ...more], blind),
          await answer([...argv, absent, ...more], blind),
        ]
        const same = {
          ...seen,
          stdout: seen.stdout.replaceAll(there, absent),
          stderr: seen.stderr.replaceAll(there, absent),
        }
        expect({ argv, there, more, ...same }).toEqual({ argv, there, more, ...unseen })
        if (argv.at(-1) !== '--search') expect(seen.code).toBe(Exit.notFound)
      }
    }
  })

  test('a reference that one may see → the rows of it; several → of any; one that is not there → 3, whatever the others', async () => {
    const ids = async (...argv: string[]) =>
      (await agency.json<{ id: number }[]>(argv, { as: alice })).map(({ id }) => id)
    const other = await makeClient(agency, alice)
    expect(await ids('contract', 'list', '--client', String(client))).toEqual([contract])
    expect(await ids('contract', 'list', '--client', 'casey')).toEqual([contract])
    expect(await ids('contract', 'list', '--client', String(other.id))).toEqual([])
    expect(await ids('contract', 'list', '--client', String(other.id), '--client', 'kevin')).toEqual([contract])
    expect(await ids('contract', 'list', '--company', 'cool', '--commercial', 'alice vente')).toEqual([contract])
    expect(await ids('client', 'list', '--company', 'cool startup')).toEqual([client])
    expect(await ids('contract', 'list', '--client-id', 'casey', '--commercial-id', 'alice vente')).toEqual([contract])
    expect(await ids('contract', 'list', '--client', String(other.id), '--client-id', 'kevin')).toEqual([contract])
    expect(await ids('event', 'list', '--support-contact-id', 'alice vente', '--contract-id', '1')).toEqual([])
    expect((await answer(['contract', 'list', '--client', 'casey', '--client', '99999'], alice)).code).toBe(
      Exit.notFound,
    )
    const { code, stderr } = await answer(['event', 'list', '--support', 'casey', '--json'], alice)
    expect(code).toBe(Exit.notFound)
    expect(Object.keys(JSON.parse(stderr).error.fields)).toEqual(['support'])
  })

  test('an order whose place is gone → 3 with "start again"; in the order of ids the next ones', async () => {
    const gone = await makeClient(agency, alice)
    await agency.json(['client', 'delete', String(gone.id), '--yes'], { as: alice })
    const { code, stderr } = await answer(['client', 'list', '--sort', 'name', '--after', String(gone.id)], alice)
    expect({ code, again: stderr.includes('Start again without --after') }).toEqual({
      code: Exit.notFound,
      again: true,
    })
    expect((await answer(['client', 'list', '--after', String(gone.id)], alice)).code).toBe(Exit.ok)
  })

  test('options that leave nothing together, unknown orders and words without a letter → 2, naming them', async () => {
    const refused = async (...argv: string[]) => {
      const { code, stderr } = await answer(argv, alice)
      expect(code).toBe(Exit.usage)
      return stderr
    }
    expect(await refused('contract', 'list', '--signed', '--unsigned')).toContain('--signed contradicts --unsigned')
    expect(await refused('contract', 'list', '--unpaid', '--paid')).toContain('--paid contradicts --unpaid')
    expect(await refused('client', 'list', '--without-company', '--company', 'cool')).toContain(
      '--company contradicts --without-company',
    )
    expect(await refused('client', 'list', '--sort', 'naem')).toContain('Did you mean name?')
    expect(await refused('client', 'list', '--sort', 'x')).toContain('id, name, company, first_contact, last_contact')
    expect(await refused('client', 'list', '--search', '!?')).toContain('no letter')
    expect(await refused('client', 'list', '--min', '5')).toContain('Unknown option')
    expect(await refused('contract', 'list', '--min', '1', '--min', '2')).toContain('twice')
  })

  test('a range that ends before it begins → 2 with both ends, in both languages; the same end twice is a range', async () => {
    const answered = async (lang: 'en' | 'fr', ...argv: string[]) => {
      const { code, stderr } = await agency.run(argv, { as: alice, lang })
      return `${code} ${stderr.split('\n')[0]}`
    }
    const backwards: [string, string, string][] = [
      ['contract', '--min 5 --max 4,99', '--min €5.00, --max €4.99'],
      ['contract', '--min-due 5 --max-due 4', '--min-due €5.00, --max-due €4.00'],
      ['contract', '--since 2026-12-01 --until 2026-11', '--since 01/12/2026, --until 30/11/2026'],
      ['client', '--since 2/1/2026 --until 1/1/2026', '--since 02/01/2026, --until 01/01/2026'],
      ['event', '--since 2027-q1 --until 2026-q4', '--since 01/01/2027, --until 31/12/2026'],
    ]
    for (const [noun, options, ends] of backwards) {
      const argv = [noun, 'list', ...options.split(' ')]
      expect(await answered('en', ...argv)).toBe(`2 ✗ The range is backwards: ${ends}.`)
    }
    expect(await answered('fr', 'contract', 'list', '--min', '5', '--max', '4')).toStartWith(
      '2 ✗ Les bornes sont inversées',
    )
    const { code, stderr } = await agency.run(
      ['contract', 'list', '--since', '2026-12-01', '--until', '2026-11-01', '--json'],
      { as: alice },
    )
    expect({ code, fields: Object.keys(JSON.parse(stderr).error.fields) }).toEqual({ code: 2, fields: ['since'] })
    for (const options of [
      '--min 5 --max 5',
      '--since 2026-11-01 --until 2026-11-01',
      '--since 2026-11-30 --until 2026-11',
    ]) {
      expect(await answered('en', 'contract', 'list', ...options.split(' '))).toStartWith('0 ')
    }
  })

  test('nothing found → what was asked for, without the order', async () => {
    const said = async (lang: 'en' | 'fr', ...argv: string[]) => (await agency.run(argv, { as: alice, lang })).stderr
    const asked = ['contract', 'list', '--client', 'casey', '--min', '999999', '--sort', 'due', '--desc']
    expect(await said('en', ...asked)).toBe('No contracts to show (client Kévin Casey, total from €999,999.00).\n')
    expect(await said('fr', 'client', 'list', '--search', 'zzz', '--without-company')).toBe(
      'Aucun client à afficher (« zzz », sans entreprise).\n',
    )
  })

  test('what was asked for → in the title, in both languages', async () => {
    const title = async (lang: 'en' | 'fr', ...argv: string[]) => {
      const { stdout, stderr } = await agency.run(argv, {
        as: alice,
        lang,
        terminal: 160,
      })
      return `${stdout.split('\n')[1]}${stderr}`
    }
    const asked = ['contract', 'list', '--client', 'casey', '--signed', '--min', '1', '--sort', 'due', '--desc']
    expect(await title('en', ...asked)).toContain('signed · total from €1.00 · by due ↓')
    expect(await title('en', ...asked)).toContain('client Kévin Casey')
    expect(await title('fr', ...asked)).toContain('client Kévin Casey · signés')
    // The same client by a name and by its id
    expect(await title('en', 'contract', 'list', '--client', 'casey', '--client-id', String(client))).toContain(
      'CONTRACTS (1) · client Kévin Casey ',
    )
    expect(await title('en', 'event', 'list', '--since', '01/01/2026')).toContain('since 01/01/2026 · by start ↑')
  })
})
