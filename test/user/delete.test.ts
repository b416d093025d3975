import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { deal, id, userTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let source: Person
let target: Person
beforeAll(async () => {
  ;({ agency, boss } = await userTeam())
})
beforeEach(async () => {
  source = await agency.person('commercial', { fullName: 'Gil' })
  target = await agency.person('commercial', { fullName: 'Tara' })
})
afterAll(() => agency.close())

describe('user delete', () => {
  test('somebody who still has clients or contracts → 6 before any question, with the ways on', async () => {
    await deal(agency, source, undefined)
    await deal(agency, source, undefined)
    const { code, stderr } = await agency.run(['user', 'delete', id(source), '--yes', '--json'], { as: boss })
    const { error } = JSON.parse(stderr)
    expect({ code, ...error }).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('2 clients and 2 contracts'),
      next: [
        `epic-events user hand-over ${id(source)}`,
        `epic-events user update ${id(source)} --is-active false`,
        `epic-events client list --commercial ${id(source)}`,
      ],
    })
    expect(code).toBe(Exit.refused)
    const person = await agency.run(['user', 'delete', id(source)], { as: boss, terminal: 100 })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: Exit.refused, asked: [] })
    expect(person.stderr).toContain('2 clients and 2 contracts')
  })

  test('only past events are left → 6, proposing deactivation and no hand-over', async () => {
    const support = await agency.person('support')
    await deal(agency, source, support, -3)
    const { code, stderr } = await agency.run(['user', 'delete', id(support), '--yes', '--json'], { as: boss })
    expect(code).toBe(Exit.refused)
    expect(JSON.parse(stderr).error).toMatchObject({
      message: expect.stringContaining('1 past event'),
      next: [
        `epic-events user update ${id(support)} --is-active false`,
        `epic-events event list --support ${id(support)}`,
      ],
    })
    const person = await agency.run(['user', 'delete', id(support)], { as: boss, terminal: 100, lang: 'fr' })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: Exit.refused, asked: [] })
    expect(person.stderr).toContain('1 événement passé')
    expect(person.stderr).not.toContain('hand-over')
  })

  test('somebody who owns nothing → deleted after a yes; a no keeps them', async () => {
    const no = await agency.run(['user', 'delete', id(source)], { as: boss, terminal: 100, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    const yes = await agency.run(['user', 'delete', id(source)], { as: boss, terminal: 100, answers: [true] })
    expect({ code: yes.code, question: yes.asked[0]?.message }).toMatchObject({
      code: Exit.ok,
      question: expect.stringContaining('Gil'),
    })
    expect((await agency.run(['user', 'view', id(source)], { as: boss })).code).toBe(Exit.notFound)
    expect((await agency.run(['client', 'list'], { as: source })).code).toBe(Exit.unauthenticated)
  })

  test('a script without --yes → 2; an old --if-version → 6; a commercial → 5; and the user stays', async () => {
    expect(await agency.run(['user', 'delete', id(source)], { as: boss })).toMatchObject({
      code: Exit.usage,
      stderr: expect.stringContaining('--yes'),
    })
    expect((await agency.run(['user', 'delete', id(source), '--yes', '--if-version', '9'], { as: boss })).code).toBe(
      Exit.refused,
    )
    expect((await agency.run(['user', 'delete', id(source), '--yes'], { as: target })).code).toBe(Exit.forbidden)
    expect((await agency.run(['user', 'view', id(source)], { as: boss })).code).toBe(Exit.ok)
  })

  test('the last active manager → 6', async () => {
    expect(await agency.run(['user', 'delete', id(boss), '--yes'], { as: boss })).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining('last active manager'),
    })
  })

  test('oneself → 6, whoever else stays, because the change would have no author', async () => {
    const second = await agency.person('management')
    expect(await agency.run(['user', 'delete', id(second), '--yes'], { as: second })).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining('Ask another manager'),
    })
    expect((await agency.run(['user', 'list'], { as: second })).code).toBe(Exit.ok)
    expect((await agency.run(['user', 'update', id(second), '--is-active', 'false'], { as: boss })).code).toBe(Exit.ok)
  })
})
