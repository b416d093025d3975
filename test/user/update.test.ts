import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { deal, id, type UserTeam, userTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let somebody: UserTeam['somebody']
let source: Person
beforeAll(async () => {
  ;({ agency, boss, alice, somebody } = await userTeam())
})
beforeEach(async () => {
  source = await agency.person('commercial', { fullName: 'Gil' })
})
afterAll(() => agency.close())

describe('user update', () => {
  test('new values → old → new and the whole record; the same again changes nothing', async () => {
    const ben = await agency.person('support', { fullName: 'Ben' })
    const argv = ['user', 'update', String(ben.id), '-n', 'Benoît', '-r', 'commercial']
    const { code, stderr, stdout } = await agency.run([...argv, '--json'], { as: boss })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('Ben → Benoît') })
    expect(stderr).toContain(`support (3) → commercial (2)`)
    expect(JSON.parse(stdout)).toMatchObject({ full_name: 'Benoît', role_id: 2, role_name: 'commercial', version: 2 })
    const again = await agency.run([...argv, '--json'], { as: boss })
    expect(again.stderr).toContain('Nothing was changed')
    expect(JSON.parse(again.stdout)).toMatchObject({ version: 2 })
  })

  test('a form whose values are kept → nothing is written', async () => {
    const { code, stderr } = await agency.run(['user', 'update', String(alice.id)], {
      as: boss,
      terminal: 100,
      answers: {
        Username: undefined,
        'Full name': undefined,
        Email: undefined,
        Phone: undefined,
        Role: 'commercial',
        Active: true,
      },
    })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('Nothing was changed') })
  })

  test('an old --if-version → 6 with the difference, and nothing is written', async () => {
    const eve = await agency.person('support', { fullName: 'Eve' })
    const argv = ['user', 'update', String(eve.id), '-n', 'Ève', '--if-version', '7']
    const { code, stderr } = await agency.run(argv, { as: boss })
    expect({ code, stderr }).toMatchObject({ code: Exit.refused, stderr: expect.stringContaining('Eve') })
    const [row] = await agency.owner((sql) => sql`select full_name from epic_events.users where id = ${eve.id}`)
    expect(row).toEqual({ full_name: 'Eve' })
  })

  test('an unknown role → 3 with a suggestion, even with a version', async () => {
    const argv = ['user', 'update', String(alice.id), '-r', 'comercial', '--if-version', '1']
    expect(await agency.run(argv, { as: boss })).toMatchObject({
      code: Exit.notFound,
      stderr: expect.stringContaining('Did you mean commercial?'),
    })
  })

  test('with user:update:own → oneself, but neither the own role nor the own state; others → 3', async () => {
    const own = await somebody('own', ['user:list:own', 'user:view:own', 'user:update:own'])
    const me = String(own.id)
    expect(await agency.json(['user', 'update', me, '-n', 'New Name'], { as: own })).toMatchObject({
      full_name: 'New Name',
    })
    expect((await agency.run(['user', 'update', String(boss.id), '-n', 'X'], { as: own })).code).toBe(Exit.notFound)
    const active = await agency.run(['user', 'update', me, '--is-active', 'false'], { as: own })
    expect(active).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('user:update') })
    const role = await agency.run(['user', 'update', me, '-r', 'management'], { as: own })
    expect(role).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
  })

  test('somebody of a role that one does not govern → 5', async () => {
    const editor = await somebody('editor', ['user:view', 'user:update'])
    const refused = await agency.run(['user', 'update', String(boss.id), '-n', 'Hacked'], { as: editor })
    expect(refused).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
  })
})

describe('--is-active', () => {
  test('deactivation → lists upcoming events and clients, names the hand-over, and ends every session of the user', async () => {
    const support = await agency.person('support', { fullName: 'Kate' })
    const { events } = await deal(agency, source, support, 3, -3, 10)
    const deactivated = await agency.run(['user', 'update', id(support), '--is-active', 'false'], { as: boss })
    expect(deactivated.code).toBe(Exit.ok)
    expect(deactivated.stderr).toContain('2 upcoming events')
    expect(deactivated.stderr).toContain(`event ${events[0]} · Gala 3`)
    expect(deactivated.stderr).not.toContain('Gala -3')
    expect(deactivated.stderr).toContain(`epic-events user hand-over ${id(support)}`)
    expect((await agency.run(['event', 'list'], { as: support })).code).toBe(Exit.unauthenticated)

    const commercial = await agency.run(['user', 'update', id(source), '--is-active=false'], { as: boss, lang: 'fr' })
    expect(commercial.stderr).toContain('1 client')
    expect(commercial.stderr).toContain('user list --commercial')
  })

  test('reactivation, in the role that cares for what is theirs → no word of a hand-over', async () => {
    await deal(agency, source, undefined)
    await agency.json(['user', 'update', id(source), '--is-active', 'false', '-r', 'support'], { as: boss })
    const still = await agency.run(['user', 'update', id(source), '-r', 'management'], { as: boss })
    expect(still.stderr).toContain('Gil still has 1 client to hand over.')
    const back = await agency.run(['user', 'update', id(source), '--is-active', 'true', '-r', 'commercial'], {
      as: boss,
    })
    expect(back.code).toBe(Exit.ok)
    expect(back.stderr).not.toContain('to hand over')
    expect(back.stderr).not.toContain('hand-over')
  })

  test('oneself → 6, whoever else stays, because the change would have no author', async () => {
    const second = await agency.person('management')
    const argv = ['user', 'update', id(second), '--is-active', 'false']
    expect(await agency.run(argv, { as: second })).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining('Ask another manager'),
    })
    expect((await agency.run(['user', 'list'], { as: second })).code).toBe(Exit.ok)
    expect((await agency.run(argv, { as: boss })).code).toBe(Exit.ok)
    expect((await agency.run(['user', 'list'], { as: second })).code).toBe(Exit.unauthenticated)
  })

  test('the last active manager → 6, as is another role for them', async () => {
    for (const change of [
      ['--is-active', 'false'],
      ['--role', 'support'],
    ]) {
      expect(await agency.run(['user', 'update', id(boss), ...change], { as: boss })).toMatchObject({
        code: Exit.refused,
        stderr: expect.stringContaining('last active manager'),
      })
    }
  })
})
