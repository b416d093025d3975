/** `--history` of a view, which src/audit/history.ts shows for every noun. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type Changes, type Entry, someChanges } from './changes.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let client: number
let about: Changes['about']
beforeAll(async () => {
  ;({ agency, boss, alice, client, about } = await someChanges())
})
afterAll(() => agency.close())

describe('client view --history', () => {
  test('the history is one more key of the record, and a table below its card', async () => {
    const { history, ...record } = await agency.json<{ history: Entry[] }>(
      ['client', 'view', String(client), '--history'],
      {
        as: boss,
      },
    )
    expect(record).toEqual(
      await agency.json(['client', 'view', String(client), '--with', 'interactions'], { as: boss }),
    )
    const listed = await about()
    expect(history.map(({ id, new_values }) => ({ id, new_values }))).toEqual(
      listed.map(({ id, new_values }) => ({ id, new_values })),
    )
    const shown = await agency.run(['client', 'view', String(client), '--history'], { as: boss })
    expect(shown.stdout).toContain('Full name: Kevin Casey → Kévin Casey')
  })

  test('a long history → a person gets the latest 50, a program 1 000, and both the command that lists all', async () => {
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
    const complete = await agency.run(view, { as: boss })
    expect(complete.stdout).toContain('History (50)')
    expect(complete.stderr).not.toContain('audit list')

    await changes(1050, 1051)
    const shown = await agency.run(view, { as: boss })
    expect(shown.stdout).toContain('Latest changes (50+)')
    expect(shown.stdout).not.toContain('→ 06 12 34 10 01')
    expect(shown.stdout).toContain('→ 06 12 34 10 50')
    expect(shown.stdout.indexOf('→ 06 12 34 10 50')).toBeLessThan(shown.stdout.indexOf('→ 06 12 34 10 51'))
    expect(shown.stdout).toContain('→ 06 12 34 10 51')
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

  test('a record that does not exist → 3', async () => {
    expect((await agency.run(['client', 'view', '999999', '--history'], { as: boss })).code).toBe(Exit.notFound)
  })

  test('without audit:list → what one did oneself, and nothing that others did', async () => {
    type Viewed = { history: Entry[] }
    const view = ['client', 'view', String(client), '--history']
    const { history } = await agency.json<Viewed>(view, { as: alice })
    const mine = (await about()).filter(({ user_id }) => user_id === alice.id)
    expect(history.map(({ id, new_values }) => ({ id, new_values }))).toEqual(
      mine.map(({ id, new_values }) => ({ id, new_values })),
    )
    expect(history.length).toBeGreaterThan(0)
    const bob = await agency.person('commercial')
    expect((await agency.json<Viewed>(view, { as: bob })).history).toEqual([])
    const { stdout } = await agency.run(view, { as: alice })
    expect(stdout).toContain(`Your changes (${history.length})`)
  })
})
