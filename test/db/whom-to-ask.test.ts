/**
 * Who lacks a permission is told whom to ask (indico/indico#190) and which grant would change it, and hears no more than they may know.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { makeClient, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person, type RunOptions } from '../support/agency.ts'

setDefaultTimeout(60_000)

interface Told {
  readonly code: string
  readonly permission: string
  readonly message: string
  readonly more?: string[]
  readonly next: string[]
  readonly ask?: { id: number; name: string; role: string }[]
}

describe.each(['server', 'embedded'] as const)('a permission that is lacking (%s)', (kind) => {
  let agency: Agency
  let boss: Person, bill: Person, kate: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management', { fullName: 'Martine Chef' })
    await agency.person('management', { fullName: 'Zoé Adjointe' })
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  })
  afterAll(() => agency.close())

  const told = async (as: Person, argv: readonly (string | number)[], o: RunOptions = {}): Promise<Told> => {
    const { code, stderr } = await agency.run([...argv.map(String), '--json'], { as, ...o })
    expect({ code, stderr }).toMatchObject({ code: Exit.forbidden })
    return JSON.parse(stderr).error
  }
  const managers = [
    expect.objectContaining({ name: 'Martine Chef', role: 'management' }),
    expect.objectContaining({ name: 'Zoé Adjointe', role: 'management' }),
  ]

  test("a commercial, the event of one's own client → who runs it, whom to ask, the grant; which then works", async () => {
    const { id } = await makeEvent(agency, bill)
    const argv = ['event', 'update', id, '-t', 'Corrected']
    expect((await told(bill, argv)).more?.[0]).toBe(`Event ${id} has no support colleague yet.`)
    await agency.json(['event', 'assign_support', String(id), String(kate.id)], { as: boss })
    const grant = 'role grant commercial event:update:own'
    expect(await told(bill, argv)).toEqual({
      code: 'forbidden',
      permission: 'event:update',
      message: "You don't have permission to do this: it needs event:update.",
      next: [],
      fields: {},
      ask: managers,
      more: [
        `Event ${id} is assigned to Kate Hastroff.`,
        'Ask a manager: Martine Chef, Zoé Adjointe.',
        `A manager can allow it for your role: epic-events ${grant}`,
      ],
    } as never)
    const french = await agency.run(argv.map(String), { as: bill, lang: 'fr' })
    expect(french.stderr).toContain(`L'événement ${id} est confié à Kate Hastroff.`)
    expect(french.stderr).toContain('Demandez à un gestionnaire\u00a0: Martine Chef, Zoé Adjointe.')
    // The same before the first question of the form.
    const form = await agency.run(['event', 'update', String(id)], { as: bill, terminal: 100 })
    expect(form).toMatchObject({ code: Exit.forbidden, asked: [] })
    expect(form.stderr).toContain(`epic-events ${grant}`)

    await agency.json(grant.split(' '), { as: boss })
    try {
      expect(await agency.json(argv.map(String), { as: bill })).toMatchObject({ title: 'Corrected' })
    } finally {
      await agency.json(['role', 'revoke', 'commercial', 'event:update:own'], { as: boss })
    }
  })

  test("a colleague's client → whose it is; the role holds it for its own, so the whole permission is named", async () => {
    const { id } = await makeClient(agency, bill)
    const ann = await agency.person('commercial', { fullName: 'Ann Other' })
    const { more, permission } = await told(ann, ['client', 'update', id, '-n', 'Mine'])
    expect(permission).toBe('client:update')
    expect(more?.[0]).toBe(`The salesperson of client ${id} is Bill Boquet.`)
    expect(more?.at(-1)).toEndWith('epic-events role grant commercial client:update')
  })

  test('somebody who grants permissions → the command itself, and nobody to ask', async () => {
    const { id } = await makeClient(agency, bill)
    const { more, next } = await told(boss, ['client', 'update', id, '-n', 'Mine'])
    expect(more).toEqual([`The salesperson of client ${id} is Bill Boquet.`])
    expect(next).toEqual(['epic-events role grant management client:update'])
  })

  test('somebody who may see roles, and grants nothing → the roles that hold it, and their people', async () => {
    await agency.json(['role', 'create', '-n', 'auditor'], { as: boss })
    await agency.json(['role', 'grant', 'auditor', 'role:list', 'role:view'], { as: boss })
    await agency.json(['role', 'create', '-n', 'planner'], { as: boss })
    await agency.json(['role', 'grant', 'planner', 'event:view', 'event:assign_support'], { as: boss })
    const planner = await agency.person('planner', { fullName: 'Paula Plan' })
    const auditor = await agency.person('auditor')
    const { more, ask } = await told(auditor, ['event', 'assign_support', 1, kate.id])
    expect(more?.[0]).toBe('Ask somebody with the role management or planner: Martine Chef, Zoé Adjointe, Paula Plan.')
    expect(ask?.at(-1)).toEqual({ id: planner.id, name: 'Paula Plan', role: 'planner' })
    // The grant brings what lets the role view it.
    expect(more?.[1]).toEndWith('role grant auditor event:view event:assign_support')
    expect((await told(bill, ['event', 'assign_support', 1, kate.id])).ask).toEqual(managers)
  })

  test('a record that one cannot see, or that does not exist → the same answer, which tells of none', async () => {
    const { id } = await makeEvent(agency, bill)
    await agency.json(['role', 'create', '-n', 'blind'], { as: boss })
    const blind = await agency.person('blind')
    const answers = [
      await told(blind, ['event', 'delete', id, '--yes']),
      await told(blind, ['event', 'delete', 999999, '--yes']),
    ]
    expect(answers[0]).toEqual(answers[1] as Told)
    expect(JSON.stringify(answers)).not.toContain('Kate')
  })

  test('a list, which is read piece by piece → says it too', async () => {
    const { more, permission } = await told(bill, ['user', 'list'])
    expect(permission).toBe('user:list')
    expect(more).toEqual([
      'Ask a manager: Martine Chef, Zoé Adjointe.',
      'A manager can allow it for your role: epic-events role grant commercial user:list',
    ])
  })

  test('more managers than a sentence holds → three, by name; somebody known to have left is not among them', async () => {
    await agency.json(['user', 'update', String(boss.id), '--is-active', 'true'], { as: boss })
    await agency.person('management', { fullName: 'Armand Parti', active: false })
    for (const fullName of ['Béa Chef', 'Carl Chef']) await agency.person('management', { fullName })
    await agency.json(['role', 'create', '-n', 'clerk'], { as: boss })
    await agency.json(['role', 'grant', 'clerk', 'user:list', 'user:view'], { as: boss })
    const clerk = await agency.person('clerk')
    const { ask } = await told(clerk, ['client', 'list'])
    expect(ask?.map(({ name }) => name)).toEqual(['Béa Chef', 'Carl Chef', 'Martine Chef'])
  })
})
