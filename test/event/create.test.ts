import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { eventOptions, makeContract } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let bill: Person
let ann: Person
let kate: Person
let contract: Contract

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  ann = await agency.person('commercial')
  kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  contract = await makeContract(agency, bill, '--is-signed')
})
afterAll(() => agency.close())

const argv = (id: number, ...more: string[]) => ['event', 'create', '-c', String(id), ...eventOptions, ...more]
const refused = (id: number, as: Person, ...more: string[]) => agency.run(argv(id, ...more), { as })
const events = async () => (await agency.json<EventCard[]>(['event', 'list', '--limit', '0'], { as: bill })).length

describe('event create', () => {
  test('values → the whole record', async () => {
    const notes = 'Cocktail at 4 PM.\n"Quoted", été, 🎪'
    const made = await agency.json<EventCard>(argv(contract.id, '--participant-count', '75', '-n', notes), { as: bill })
    expect(new Set(Object.keys(made))).toEqual(
      new Set([
        'id',
        'contract_id',
        'client_id',
        'client_name',
        'client_email',
        'client_phone',
        'commercial_id',
        'commercial_name',
        'title',
        'full_address',
        'support_contact_id',
        'support_contact_name',
        'start_date',
        'end_date',
        'participant_count',
        'notes',
        'created_at',
        'updated_at',
        'version',
      ]),
    )
    expect(made).toMatchObject({
      contract_id: contract.id,
      client_id: contract.client_id,
      client_name: contract.client_name,
      commercial_name: 'Bill Boquet',
      title: 'Gala',
      start_date: '2027-06-04T13:00:00+02:00',
      end_date: '2027-06-05T02:00:00+02:00',
      participant_count: 75,
      support_contact_id: null,
      notes,
      version: 1,
    })
  })

  test('dates without a time → 00:00 for the start, 23:59 for the end', async () => {
    const day = ['-t', 'Day', '-a', 'Here', '-s', '04/06/2027', '-e', '04/06/2027']
    const made = await agency.json<EventCard>(['event', 'create', '-c', String(contract.id), ...day], { as: bill })
    expect([made.start_date, made.end_date]).toEqual(['2027-06-04T00:00:00+02:00', '2027-06-04T23:59:00+02:00'])
  })

  test('a manager → for a client of anybody, with the support at once', async () => {
    const made = await agency.json<EventCard>(argv(contract.id, '--support-contact-id', String(kate.id)), {
      as: manager,
    })
    expect(made).toMatchObject({ support_contact_id: kate.id, support_contact_name: 'Kate Hastroff' })
  })
})

describe('refused, and nothing written', () => {
  test('an unsigned contract → 6, with its number and how to sign it', async () => {
    const { id } = await makeContract(agency, bill)
    const before = await events()
    const { code, stderr } = await refused(id, bill)
    expect(code).toBe(Exit.refused)
    expect(stderr).toBe(
      `✗ Contract ${id} is not signed, so it cannot have an event.\n  → epic-events contract update ${id} --is-signed true\n`,
    )
    expect(await events()).toBe(before)
    await agency.json(['contract', 'update', String(id), '--is-signed', 'true'], { as: bill })
    expect((await refused(id, bill)).code).toBe(Exit.ok)
  })

  test('the client of a colleague → 5 before any rule; an absent contract → 3', async () => {
    const unsigned = await makeContract(agency, bill)
    const foreign = await refused(unsigned.id, ann)
    expect(foreign.code).toBe(Exit.forbidden)
    expect(foreign.stderr).toContain('event:create')
    const absent = await refused(9999, ann)
    expect(absent.code).toBe(Exit.notFound)
    expect(absent.stderr).toContain('Contract 9999 not found')
    expect((await refused(contract.id, kate)).code).toBe(Exit.forbidden)
  })

  test('a support named by a commercial → 5 whatever the value, naming the permission', async () => {
    for (const value of [String(kate.id), '9999', '']) {
      const { code, stderr } = await refused(contract.id, bill, '--support-contact-id', value)
      expect(code).toBe(Exit.forbidden)
      expect(stderr).toContain('event:assign_support')
    }
  })

  test('somebody who is no active support → 6, naming them', async () => {
    const inactive = await agency.person('support', { fullName: 'Old Hand', active: false })
    for (const person of [inactive, bill]) {
      const { code, stderr } = await refused(contract.id, manager, '--support-contact-id', String(person.id))
      expect(code).toBe(Exit.refused)
      expect(stderr).toContain(`${person.fullName} (${person.id}) is not an active`)
      expect(stderr).toContain('user list --support')
    }
    const nobody = await refused(contract.id, manager, '--support-contact-id', '9999')
    expect([nobody.code, nobody.stderr.includes('User 9999')]).toEqual([Exit.refused, true])
  })

  test.each(['04/06/2027 13:00', '04/06/2027 12:59'])('an end that is not after the start → 6: %s', async (end) => {
    const same = ['-t', 'x', '-a', 'x', '-s', '04/06/2027 13:00', '-e', end]
    const { code, stderr } = await agency.run(['event', 'create', '-c', String(contract.id), ...same], {
      as: bill,
      lang: 'fr',
    })
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain(`La fin (${end}) doit être après le début (04/06/2027 13:00).`)
  })

  test('several invalid values → 2, naming all of them at once', async () => {
    const wrong = ['-t', 'x'.repeat(129), '-s', '31/02/2027', '--participant-count', '-1', '-n', 'x'.repeat(10_001)]
    const { code, stderr } = await agency.run(['event', 'create', ...wrong], { as: bill })
    expect(code).toBe(Exit.usage)
    for (const said of [
      '--title',
      '--start-date',
      '--participant-count',
      '--notes',
      '--contract-id',
      '--full-address',
      '--end-date',
    ]) {
      expect(stderr).toContain(said)
    }
  })
})

describe('asked', () => {
  const answers = (first: string | undefined) => [
    first,
    'Ball',
    'Here',
    '1/7/2027 18:00',
    '2/7/2027 02:00',
    undefined,
    undefined,
  ]

  test('a commercial → chooses among the signed contracts of their own clients, and is asked for no support', async () => {
    const hers = await makeContract(agency, ann, '--is-signed')
    const unsigned = await makeContract(agency, bill)
    const { code, asked, stdout } = await agency.run(['event', 'create'], {
      as: bill,
      terminal: 80,
      answers: answers(`${contract.client_name}`),
    })
    expect(code).toBe(Exit.ok)
    const offered = (asked[0]?.choices ?? []).join('\n')
    expect(offered).toContain(`${contract.client_name} #${contract.id} · €1,200.00`)
    expect(offered).not.toContain(`#${hers.id} `)
    expect(offered).not.toContain(`#${unsigned.id} `)
    expect(asked.map(({ message }) => message)).not.toContain('Support')
    expect(stdout).toContain('Ball')
  })

  test('a manager → chooses among all signed contracts, and among the active supports', async () => {
    const hers = await makeContract(agency, ann, '--is-signed')
    const { asked } = await agency.run(['event', 'create'], {
      as: manager,
      terminal: 80,
      answers: [...answers(`${hers.client_name}`).slice(0, 6), 'Kate', undefined],
    })
    const supports = asked.find(({ message }) => message === 'Support')?.choices ?? []
    expect(supports).toEqual([`Kate Hastroff #${kate.id} · free`])
  })
})
