import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeClient, makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('client update (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let ann: Person
  let kate: Person

  beforeAll(async () => {
    ;({ agency, manager, bill, ann, kate } = await clientTeam(kind))
  })

  const update = (as: Person, id: number, ...more: string[]) =>
    agency.run(['client', 'update', String(id), ...more], { as })
  const view = (id: number) => agency.json<Client>(['client', 'view', String(id)], { as: kate })

  test('a change shows old → new, an empty phone is none, and the same again changes nothing', async () => {
    const { id } = await makeClient(agency, bill, '-p', '06 12 34 56 78')
    const first = await update(bill, id, '-n', 'New Name', '--phone', '')
    expect(first.code).toBe(Exit.ok)
    expect(first.stderr).toContain('→ New Name')
    expect(await view(id)).toMatchObject({ full_name: 'New Name', phone: null, version: 2 })
    const again = await update(bill, id, '-n', 'New Name')
    expect([again.code, again.stderr.includes('Nothing was changed')]).toEqual([Exit.ok, true])
    expect(await view(id)).toMatchObject({ version: 2 })
  })

  test("a colleague's client → 5, an absent one → 3, an old --if-version → 6", async () => {
    const { id } = await makeClient(agency, ann)
    expect((await update(bill, id, '-n', 'Mine')).code).toBe(Exit.forbidden)
    expect((await update(bill, 9999, '-n', 'Mine')).code).toBe(Exit.notFound)
    expect((await update(manager, id, '-n', 'Mine')).code).toBe(Exit.forbidden)
    expect((await update(ann, id, '-n', 'Late', '--if-version', '7')).code).toBe(Exit.refused)
    expect(await view(id)).toMatchObject({ version: 1 })
  })

  test('the form asks a commercial for no commercial; all values kept → nothing is written', async () => {
    // The form asks for a company as soon as there is one, and other files share this agency.
    await agency.json(['company', 'create', '-n', 'Any'], { as: manager })
    const { id, full_name, email } = await makeClient(agency, bill)
    const { code, asked, stderr } = await agency.run(['client', 'update', String(id)], {
      as: bill,
      terminal: 80,
      answers: {
        'Full name': full_name,
        Email: email,
        Phone: '',
        Company: undefined,
        'First contact': await firstContact(id),
        'Last contact': '',
      },
    })
    expect(code).toBe(Exit.ok)
    expect(asked.map(({ message }) => message)).not.toContain('Salesperson')
    expect(stderr).toContain('Nothing was changed')
    expect(await view(id)).toMatchObject({ version: 1 })
  })

  test('the form asks management for the salesperson alone: they may change nothing else', async () => {
    const { id } = await makeClient(agency, bill)
    const { code, asked, stderr } = await agency.run(['client', 'update', String(id), '--lang', 'fr'], {
      ...{ as: manager, terminal: 80, answers: { Commercial: ann.id } },
    })
    expect(asked.map(({ message }) => message)).toEqual(['Commercial'])
    expect([code, stderr]).toEqual([Exit.ok, expect.stringContaining(`client update ${id} --commercial-id ${ann.id}`)])
    expect(await view(id)).toMatchObject({ commercial_id: ann.id, version: 2 })
  })

  test('a day without a time → keeps the time of the contact; there is none yet → 00:00', async () => {
    const { id } = await makeClient(agency, bill)
    expect((await update(bill, id, '-f', '18/04/2026 10:30')).code).toBe(Exit.ok)
    expect((await update(bill, id, '-f', '18 january 2026', '-l', '18/04/2026')).code).toBe(Exit.ok)
    expect(await view(id)).toMatchObject({
      first_contact_date: '2026-01-18T10:30:00+01:00',
      last_contact_date: '2026-04-18T00:00:00+02:00',
    })
    expect((await update(bill, 9999, '-f', '18/04/2026')).code).toBe(Exit.notFound)
  })

  /** The first contact as a form shows it. */
  const firstContact = async (id: number) => {
    const { stdout } = await agency.run(['client', 'view', String(id)], { as: bill })
    return /First contact: +(.+)/.exec(stdout)?.[1] ?? ''
  }

  describe('--commercial-id', () => {
    test('management hands a client over → its contracts and events go along', async () => {
      const event = await makeEvent(agency, bill)
      const { client_id: id } = event
      const { code, stderr } = await update(manager, id ?? 0, '--commercial-id', String(ann.id))
      expect(code).toBe(Exit.ok)
      expect(stderr).toContain(`Bill Boquet (${bill.id}) → Ann Other (${ann.id})`)
      const contract = await agency.json<Contract>(['contract', 'view', String(event.contract_id)], { as: kate })
      const after = await agency.json<EventCard>(['event', 'view', String(event.id)], { as: kate })
      expect([contract.commercial_id, after.commercial_id]).toEqual([ann.id, ann.id])
      expect(
        (await agency.run(['contract', 'update', String(contract.id), '--is-fully-paid'], { as: bill })).code,
      ).toBe(Exit.forbidden)
      expect((await agency.run(['contract', 'update', String(contract.id), '--is-fully-paid'], { as: ann })).code).toBe(
        Exit.ok,
      )
    })

    test('somebody who is no active commercial → 6; a commercial hands no client over, whatever the value → 5', async () => {
      const { id } = await makeClient(agency, bill)
      const { code, stderr } = await update(manager, id, '--commercial-id', String(kate.id))
      expect(code).toBe(Exit.refused)
      expect(stderr).toContain(`${kate.fullName} (${kate.id}) is not one`)
      for (const value of [String(bill.id), String(ann.id)]) {
        const refused = await update(bill, id, '--commercial-id', value)
        expect([refused.code, refused.stderr.includes('client:assign_commercial')]).toEqual([Exit.forbidden, true])
      }
      expect(await view(id)).toMatchObject({ commercial_id: bill.id, version: 1 })
    })
  })
})
