import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { languages } from '../../src/i18n/languages.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type Changes, type Entry, someChanges } from './changes.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let client: number
let list: Changes['list']
let about: Changes['about']
beforeAll(async () => {
  ;({ agency, boss, alice, client, list, about } = await someChanges())
})
afterAll(() => agency.close())

describe('audit list', () => {
  test('--oldest → the entries are in the order of their ids, with who, when, what, and the values as they were', async () => {
    const rows = await about()
    expect(rows).toMatchObject([
      {
        user_id: alice.id,
        user_name: 'Alice Vente',
        table_name: 'client',
        row_id: client,
        action: 'insert',
        old_values: null,
        new_values: { full_name: 'Kevin Casey', email: 'kevin@startup.io' },
      },
      {
        action: 'update',
        old_values: { full_name: 'Kevin Casey', last_contact_date: null },
        new_values: { full_name: 'Kévin Casey' },
      },
    ])
    expect(rows[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT.*\+0[12]:00$/)
    expect(Object.keys(rows[1]?.new_values ?? {}).sort()).toEqual(['full_name', 'last_contact_date'])
  })

  test('amounts are decimal strings, to the cent', async () => {
    const [contract] = await list('--table', 'contract')
    expect(contract?.new_values).toMatchObject({ total_amount: '1200.50', remaining_amount: '10.10' })
    expect(contract?.user_id).toBeNull()
  })

  test('at 80 columns a person reads every value of a change, the fields in the order of a card', async () => {
    const { stdout } = await agency.run(['audit', 'list', '--action', 'update', '--limit', '1'], {
      as: boss,
      terminal: 80,
    })
    const changes = stdout.split('\n').map((line) => line.slice(-23, -1).trim())
    expect(changes.join(' ')).toContain('Full name: Kevin Casey → Kévin Casey, Last contact: — → 12/06/2026 14:00')
  })

  test('by who did it, and by the names of tables or of commands; an unknown table → 2 with a suggestion', async () => {
    expect((await list('--user', String(alice.id))).map(({ table_name }) => table_name)).toEqual(['client', 'client'])
    const people = await list('--table', 'user')
    expect(people.map(({ row_id }) => row_id)).toEqual([alice.id, boss.id])
    expect(await list('--table', 'users')).toEqual(people)
    // And by what is shown for them, in whichever language.
    for (const t of Object.values(languages).map(({ words }) => words))
      for (const [noun, table] of [
        [t.noun.user, 'users'],
        [t.noun.client, 'client'],
        [t.noun.contract, 'contract'],
        [t.noun.interaction, 'interaction'],
        [t.noun.event.toUpperCase(), 'event'],
      ] as const)
        expect([noun, await list('--table', noun)]).toEqual([noun, await list('--table', table)])
    const { code, stderr } = await agency.run(['audit', 'list', '--table', 'clinet'], { as: boss })
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('Did you mean client?')
  })

  test('--since and --until a period → the entries from its start and to its end; an unreadable date → 2', async () => {
    expect((await list('--since', '01/01/2020')).length).toBeGreaterThan(3)
    expect(await list('--since', '01/01/2190')).toEqual([])
    expect(await list('--until', '31/12/2019')).toEqual([])
    expect(await list('--since', '2020', '--until', '2189')).toEqual(await list())
    expect((await agency.run(['audit', 'list', '--since', 'someday'], { as: boss })).code).toBe(Exit.usage)
  })

  test('--since and --until take periods → the first day of the one, the last of the other, both included', async () => {
    const all = await list('--limit', '0')
    const [first] = all
    expect(await list('--since', 'this year', '--until', 'cette année', '--limit', '0')).toEqual(all)
    expect(await list('--until', 'last year')).toEqual([])
    expect(await list('--since', 'année prochaine')).toEqual([])
    // A time names its second: the entry of that second is included.
    expect(await list('--until', first?.at ?? '', '--limit', '1')).toEqual(first ? [first] : [])
    // Not yesterday: this may run over midnight.
    expect(await list('--until', '-3d')).toEqual([])
    const { code, stderr } = await agency.run(['audit', 'list', '--until', 'blue moon'], { as: boss })
    expect([code, stderr]).toEqual([Exit.usage, expect.stringContaining('tomorrow 2pm')])
  })

  test('the newest first, --after goes on to older ones; with --oldest to newer ones', async () => {
    const newest = (await list('--limit', '0')).map(({ id }) => id)
    expect(newest).toEqual(newest.toSorted((a, b) => b - a))
    const [, second, ...older] = newest
    expect((await list('--after', String(second))).map(({ id }) => id)).toEqual(older)
    expect((await list('--oldest')).map(({ id }) => id)).toEqual(newest.toReversed())
    expect((await list('--oldest', '--after', String(second))).map(({ id }) => id)).toEqual(newest.slice(0, 1))
  })

  test('--action → changes of these kinds, several of any of them; an unknown one → 2 with a suggestion', async () => {
    const kinds = async (...argv: string[]) => (await about(...argv)).map(({ action }) => action)
    expect(await kinds('--action', 'update')).toEqual(['update'])
    expect(await kinds('--action', 'insert', '--action', 'UPDATE')).toEqual(['insert', 'update'])
    expect(await kinds('--action', 'delete')).toEqual([])
    const { code, stderr } = await agency.run(['audit', 'list', '--action', 'updat'], { as: boss })
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('Did you mean update?')
  })

  test('--limit and --after → page by page, with how many there are', async () => {
    const all = await list('--limit', '0')
    const { stdout, stderr } = await agency.run(['audit', 'list', '--limit', '2', '--count', '--json'], { as: boss })
    const first: Entry[] = JSON.parse(stdout)
    expect(first.map(({ id }) => id)).toEqual(all.slice(0, 2).map(({ id }) => id))
    expect(stderr).toContain(`2 of ${all.length} shown`)
    const rest = await list('--after', String(first[1]?.id), '--limit', '0')
    expect(rest.map(({ id }) => id)).toEqual(all.slice(2).map(({ id }) => id))
  })

  test('a person → old → new in their language, with the labels of the record', async () => {
    const argv = ['audit', 'list', '--table', 'client']
    const english = await agency.run(argv, { as: boss })
    expect(english.stdout).toContain('Full name: Kevin Casey → Kévin Casey')
    expect(english.stdout).toContain('Last contact: — → 12/06/2026 14:00')
    const french = await agency.run(argv, { as: boss, lang: 'fr' })
    expect(french.stdout).toContain('Nom complet\u00a0: Kevin Casey → Kévin Casey')
    expect(french.stdout).toContain('modification')
    expect(french.stdout).not.toContain('old_values')
  })

  test('without audit:list → 5, naming it', async () => {
    const { code, stdout, stderr } = await agency.run(['audit', 'list'], { as: alice })
    expect({ code, stdout }).toEqual({ code: Exit.forbidden, stdout: '' })
    expect(stderr).toContain('audit:list')
  })
})
