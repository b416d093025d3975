import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

interface Entry {
  readonly id: number
  readonly at: string
  readonly user_id: number | null
  readonly table_name: string
  readonly row_id: number
  readonly action: string
  readonly old_values: Record<string, unknown> | null
  readonly new_values: Record<string, unknown> | null
}

let agency: Agency
let boss: Person
let alice: Person
let client: number
beforeAll(async () => {
  agency = await openAgency()
  boss = await agency.person('management', { fullName: 'Martine Chef' })
  alice = await agency.person('commercial', { fullName: 'Alice Vente' })
  const made = await agency.json<{ id: number }>(
    ['client', 'create', '-n', 'Kevin Casey', '-e', 'kevin@startup.io', '-f', '01/06/2026'],
    { as: alice },
  )
  client = made.id
  const update = ['client', 'update', String(client)]
  await agency.json([...update, '-n', 'Kévin Casey', '-l', '12/06/2026 14:00'], { as: alice })
  await agency.owner(
    (sql) =>
      sql`insert into epic_events.contract (client_id, total_amount, remaining_amount) values (${client}, 1200.5, 10.1)`,
  )
})
afterAll(() => agency.close())

const list = (...argv: string[]) => agency.json<Entry[]>(['audit', 'list', ...argv], { as: boss })
const about = (...argv: string[]) => list('--table', 'client', '--id', String(client), ...argv)

describe('audit list', () => {
  test('in order of id, with who, when, what, and the values as they were', async () => {
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

  test('amounts stay decimal strings, to the cent', async () => {
    const [contract] = await list('--table', 'contract')
    expect(contract?.new_values).toMatchObject({ total_amount: '1200.50', remaining_amount: '10.10' })
    expect(contract?.user_id).toBeNull()
  })

  test('by who did it, and by the names of tables or of commands', async () => {
    expect((await list('--user', String(alice.id))).map(({ table_name }) => table_name)).toEqual(['client', 'client'])
    const people = await list('--table', 'user')
    expect(people.map(({ row_id }) => row_id)).toEqual([boss.id, alice.id])
    expect(await list('--table', 'users')).toEqual(people)
    const { code, stderr } = await agency.run(['audit', 'list', '--table', 'clinet'], { as: boss })
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('Did you mean client?')
  })

  test('since a date', async () => {
    expect((await list('--since', '01/01/2020')).length).toBeGreaterThan(3)
    expect(await list('--since', '01/01/2190')).toEqual([])
    expect((await agency.run(['audit', 'list', '--since', 'june'], { as: boss })).code).toBe(Exit.usage)
  })

  test('page by page', async () => {
    const all = await list('--limit', '0')
    const { stdout, stderr } = await agency.run(['audit', 'list', '--limit', '2', '--count', '--json'], { as: boss })
    const first: Entry[] = JSON.parse(stdout)
    expect(first.map(({ id }) => id)).toEqual(all.slice(0, 2).map(({ id }) => id))
    expect(stderr).toContain(`2 of ${all.length} shown`)
    const rest = await list('--after', String(first[1]?.id), '--limit', '0')
    expect(rest.map(({ id }) => id)).toEqual(all.slice(2).map(({ id }) => id))
  })

  test('people read old → new in their language, with the words of the record', async () => {
    const argv = ['audit', 'list', '--table', 'client']
    const english = await agency.run(argv, { as: boss })
    expect(english.stdout).toContain('Full name: Kevin Casey → Kévin Casey')
    expect(english.stdout).toContain('Last contact: — → 12/06/2026 14:00')
    const french = await agency.run(argv, { as: boss, lang: 'fr' })
    expect(french.stdout).toContain('Nom complet\u00a0: Kevin Casey → Kévin Casey')
    expect(french.stdout).toContain('modification')
    expect(french.stdout).not.toContain('old_values')
  })

  test('needs audit:list', async () => {
    for (const argv of [
      ['audit', 'list'],
      ['client', 'view', String(client), '--history'],
    ]) {
      const { code, stdout, stderr } = await agency.run(argv, { as: alice })
      expect({ code, stdout }).toEqual({ code: Exit.forbidden, stdout: '' })
      expect(stderr).toContain('audit:list')
    }
  })
})

describe('client view --history', () => {
  test('is a further key of the record, and a table below its card', async () => {
    const { history, ...record } = await agency.json<{ history: Entry[] }>(
      ['client', 'view', String(client), '--history'],
      {
        as: boss,
      },
    )
    expect(record).toEqual(await agency.json(['client', 'view', String(client)], { as: boss }))
    const listed = await about()
    expect(history.map(({ id, new_values }) => ({ id, new_values }))).toEqual(
      listed.map(({ id, new_values }) => ({ id, new_values })),
    )
    const shown = await agency.run(['client', 'view', String(client), '--history'], { as: boss })
    expect(shown.stdout).toContain('Full name: Kevin Casey → Kévin Casey')
  })

  test('a long one: people get the latest 50, programs 1 000, and both the command that lists all', async () => {
    const made = await agency.json<{ id: number }>(['client', 'create', '-n', 'Long', '-e', 'long@startup.io'], {
      as: alice,
    })
    const changes = (from: number, to: number) =>
      agency.owner(async (sql) => {
        for (let n = from; n <= to; n++)
          await sql`update epic_events.client set phone = ${`+3361234${n}`} where id = ${made.id}`
      })
    const view = ['client', 'view', String(made.id), '--history']
    const all = `epic-events audit list --table client --id ${made.id} --limit 0`
    await changes(1001, 1049)
    const whole = await agency.run(view, { as: boss })
    expect(whole.stdout).toContain('History (50)')
    expect(whole.stderr).not.toContain('audit list')

    await changes(1050, 1051)
    const shown = await agency.run(view, { as: boss })
    expect(shown.stdout).toContain('Latest changes (50+)')
    expect(shown.stdout).not.toContain('→ +33612341001')
    expect(shown.stdout.indexOf('→ +33612341050')).toBeLessThan(shown.stdout.indexOf('→ +33612341051'))
    expect(shown.stdout).toContain('→ +33612341051')
    expect(shown.stderr).toContain(all)
    const json = await agency.run([...view, '--json'], { as: boss })
    expect(JSON.parse(json.stdout).history).toHaveLength(52)
    expect(json.stderr).not.toContain('audit list')

    await changes(1052, 2001)
    const cut = await agency.run([...view, '--json'], { as: boss })
    const { history } = JSON.parse(cut.stdout) as { history: Entry[] }
    expect(history).toHaveLength(1000)
    expect(history.at(-1)?.new_values).toMatchObject({ phone: '+33612342001' })
    expect(cut.stderr).toContain(all)
  })

  test('a row that one may not see is not found, whatever its history', async () => {
    expect((await agency.run(['client', 'view', '999999', '--history'], { as: boss })).code).toBe(Exit.notFound)
  })
})
