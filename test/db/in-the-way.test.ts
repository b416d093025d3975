/**
 * A refusal names the record that stands in the way, for somebody who may see it, and a command that lists nothing else
 * (sourcerer-mike/crmp#52: a big error message, and the search for the other record is left to the user). For somebody who may not, it says no more
 * than the constraint.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { eventOptions, makeClient, makeContract, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('the record in the way (%s)', (kind) => {
  let agency: Agency
  let boss: Person, bill: Person, ann: Person, kate: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management', { fullName: 'Martine Chef' })
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    ann = await agency.person('commercial', { fullName: 'Ann Other' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  })
  afterAll(() => agency.close())

  /** Somebody whose role holds exactly these permissions. */
  let roles = 0
  const somebody = async (...codes: string[]): Promise<Person> => {
    const name = `custom ${++roles}`
    await agency.json(['role', 'create', '-n', name], { as: boss })
    await agency.json(['role', 'grant', name, ...codes], { as: boss })
    return agency.person(name)
  }
  const refusal = async (as: Person, ...argv: (string | number)[]) => {
    const { code, stderr } = await agency.run([...argv.map(String), '--json'], { as })
    expect({ code, stderr }).toMatchObject({ code: Exit.refused })
    return JSON.parse(stderr).error as { message: string; next: string[]; more?: string[]; constraint: string }
  }

  test('an email address that a client has → that client, on create and on update, in another case too', async () => {
    const theirs = await makeClient(agency, ann)
    const own = await makeClient(agency, bill)
    for (const argv of [
      ['client', 'create', '-n', 'Twice', '-e', theirs.email.toUpperCase()],
      ['client', 'update', own.id, '-e', theirs.email],
    ])
      expect(await refusal(bill, ...argv)).toMatchObject({
        constraint: 'client_email_key',
        message: `Client ${theirs.id}, ${theirs.full_name}, already has the email address ${theirs.email}.`,
        next: [`epic-events client view ${theirs.id}`],
      })
    const french = await agency.run(['client', 'create', '-n', 'x', '-e', theirs.email], { as: bill, lang: 'fr' })
    expect(french.stderr).toContain(`Le client ${theirs.id}, ${theirs.full_name}, a déjà`)
  })

  test('… of a client whom one may not see → stays unnamed', async () => {
    const theirs = await makeClient(agency, ann)
    const trainee = await somebody('client:create:own', 'client:view:own', 'client:list:own')
    const { message, next } = await refusal(trainee, 'client', 'create', '-n', 'Twice', '-e', theirs.email)
    expect(message).toBe(`Another client already has the email address ${theirs.email}.`)
    expect(next).toEqual([])
  })

  test('a username or an email address that a colleague has → that colleague, unless one may only list them', async () => {
    const create = (username: string, email: string) =>
      ['user', 'create', '-u', username, '-n', 'New One', '-e', email, '-r', 'support', '--password-stdin'] as const
    const email = `${kate.username}@agency.example`
    const stdin = 'Grande-Baleine-2031'
    for (const [argv, what] of [
      [create(kate.username, 'new.one@agency.example'), `the username ${kate.username}`],
      [create('new.one', email), `the email address ${email}`],
    ] as const) {
      const known = await agency.run([...argv, '--json'], { as: boss, stdin })
      expect(JSON.parse(known.stderr).error).toMatchObject({
        message: `User ${kate.id}, Kate Hastroff, already has ${what}.`,
        next: [`epic-events user view ${kate.id}`],
      })
    }
    const clerk = await somebody('user:list', 'user:view:own', 'user:update:own')
    const unnamed = await refusal(clerk, 'user', 'update', clerk.id, '-e', email)
    expect(unnamed).toMatchObject({ message: `Another user already has the email address ${email}.`, next: [] })
  })

  test('the name of a role → that role', async () => {
    expect(await refusal(boss, 'role', 'create', '-n', 'SUPPORT')).toMatchObject({
      message: 'Role 3 is already named support.',
      next: ['epic-events role view 3'],
    })
  })

  test('a client with contracts → the contracts, five at most, before any question too', async () => {
    const { client_id: client, id } = await makeContract(agency, bill)
    const more = ['contract', 'create', '--client-id', String(client), '--total-amount', '1']
    const ids = [id]
    for (let n = 0; n < 5; n++) ids.push((await agency.json<{ id: number }>(more, { as: bill })).id)
    const said = await refusal(bill, 'client', 'delete', client, '--yes')
    expect(said.more).toEqual([...ids.slice(0, 5).map((each) => `contract ${each}`), 'and others'])
    expect(said.next).toEqual([`epic-events contract list --client ${client}`])
    await agency.json(['client', 'update', String(client), '-n', `Kept Alive ${kind}`], { as: bill })
    expect(await refusal(bill, 'client', 'delete', `kept alive ${kind}`, '--yes')).toEqual(said)
    const asked = await agency.run(['client', 'delete', String(client)], { as: bill, terminal: 80 })
    expect(asked).toMatchObject({ code: Exit.refused, asked: [] })
    expect(asked.stderr).toContain(`contract ${ids[0]}`)
  })

  test('a contract with events → the events by title, when it is deleted and when it is unsigned', async () => {
    const { contract_id: contract, id } = await makeEvent(agency, bill)
    for (const argv of [
      ['contract', 'delete', contract, '--yes'],
      ['contract', 'update', contract, '--is-signed', 'false'],
    ]) {
      const said = await refusal(boss, ...argv)
      expect(said.more).toEqual([`event ${id}, Gala`])
      expect(said.next).toContain(`epic-events event list --contract ${contract}`)
    }
    const french = await agency.run(['contract', 'delete', String(contract), '--yes'], { as: boss, lang: 'fr' })
    expect(french.stderr).toContain(`événement ${id}, Gala`)
  })

  test('… events that one may not see → counted by the rule, and not named', async () => {
    const { contract_id: contract } = await makeEvent(agency, bill)
    const blind = await somebody('contract:view', 'contract:update')
    const said = await refusal(blind, 'contract', 'update', contract, '--is-signed', 'false')
    expect(said.message).toBe(`Contract ${contract} has events, so it must stay signed.`)
    expect(said.more).toBeUndefined()
  })

  test('a role in use → who has it, and the list of them; somebody who owns records → the lists of these', async () => {
    await agency.json(['role', 'create', '-n', 'night shift'], { as: boss })
    const person = await agency.person('night shift', { fullName: 'Nora Nuit' })
    expect(await refusal(boss, 'role', 'delete', 'night shift', '--yes')).toMatchObject({
      more: [`Nora Nuit (${person.id})`],
      next: ["epic-events user list --role 'night shift'", `epic-events user update ${person.id}`],
    })
    const event = await makeEvent(agency, bill)
    await agency.json(['event', 'assign_support', String(event.id), String(kate.id)], { as: boss })
    expect((await refusal(boss, 'user', 'delete', kate.id, '--yes')).next).toContain(
      `epic-events event list --support ${kate.id}`,
    )
    const owner = await refusal(boss, 'user', 'delete', bill.id, '--yes')
    expect(owner.message).toStartWith(`Bill Boquet (${bill.id}) cannot be deleted`)
    expect(owner.next).toContain(`epic-events client list --commercial ${bill.id}`)
  })

  test('no refusal of a rule proposes the list of everything', async () => {
    const { contract_id: contract } = await makeEvent(agency, bill)
    const { id: unsigned } = await makeContract(agency, bill)
    const refusals = [
      await refusal(bill, 'contract', 'update', contract, '--is-signed', 'false'),
      await refusal(bill, 'event', 'create', '-c', unsigned, ...eventOptions),
      await refusal(boss, 'role', 'update', 'support', '-n', 'helpers'),
    ]
    for (const { next } of refusals) for (const command of next) expect(command).not.toMatch(/^epic-events \w+ list$/)
  })
})
