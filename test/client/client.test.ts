import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeClient, makeContract, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('clients (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let ann: Person
  let kate: Person

  beforeAll(async () => {
    agency = await openAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    ann = await agency.person('commercial', { fullName: 'Ann Other' })
    kate = await agency.person('support')
  })
  afterAll(() => agency.close())

  const update = (as: Person, id: number, ...more: string[]) =>
    agency.run(['client', 'update', String(id), ...more], { as })
  const view = (id: number) => agency.json<Client>(['client', 'view', String(id)], { as: kate })

  describe('create', () => {
    test('whoever creates it is its commercial; the whole record is answered', async () => {
      const kevin = ['-n', 'Kevin Casey', '-e', 'Kevin@Startup.io', '-p', '+678 123 456 78', '-f', '18/04/2025']
      const made = await agency.json<Client>(['client', 'create', ...kevin], { as: bill })
      expect(Object.keys(made)).toEqual([
        'id',
        'full_name',
        'email',
        'phone',
        'company_id',
        'company_name',
        'first_contact_date',
        'last_contact_date',
        'commercial_id',
        'commercial_name',
        'contract_count',
        'created_at',
        'updated_at',
        'version',
      ])
      expect(made).toMatchObject({
        full_name: 'Kevin Casey',
        email: 'kevin@startup.io',
        phone: '+67812345678',
        company_id: null,
        first_contact_date: '2025-04-18T00:00:00+02:00',
        last_contact_date: null,
        commercial_id: bill.id,
        commercial_name: 'Bill Boquet',
        contract_count: 0,
        version: 1,
      })
    })

    test('an email address that is taken, whatever its case, and a company that is not there', async () => {
      const { email } = await makeClient(agency, bill)
      const argv = ['client', 'create', '-n', 'Copy', '-e']
      const taken = await agency.run([...argv, email.toUpperCase()], { as: ann })
      expect(taken.code).toBe(Exit.refused)
      expect(taken.stderr).toContain(email)
      const homeless = await agency.run([...argv, 'free@example.org', '-c', '9999'], { as: ann })
      expect(homeless.code).toBe(Exit.refused)
      expect(homeless.stderr).toContain('Company 9999 not found')
      expect(homeless.stderr).toContain('company list')
    })

    test('commercials only; in a script all that is missing is named', async () => {
      const argv = ['client', 'create', '-n', 'x', '-e', 'x@example.org']
      for (const as of [manager, kate]) expect((await agency.run(argv, { as })).code).toBe(Exit.forbidden)
      const { code, stderr } = await agency.run(['client', 'create'], { as: bill })
      expect(code).toBe(Exit.usage)
      expect(stderr).toContain('--full-name')
      expect(stderr).toContain('--email')
    })
  })

  describe('update', () => {
    test('old → new; an empty phone is none; the same again changes nothing', async () => {
      const { id } = await makeClient(agency, bill, '-p', '06 12 34 56 78')
      const first = await update(bill, id, '-n', 'New Name', '--phone', '')
      expect(first.code).toBe(Exit.ok)
      expect(first.stderr).toContain('→ New Name')
      expect(await view(id)).toMatchObject({ full_name: 'New Name', phone: null, version: 2 })
      const again = await update(bill, id, '-n', 'New Name')
      expect([again.code, again.stderr.includes('Nothing was changed')]).toEqual([Exit.ok, true])
      expect(await view(id)).toMatchObject({ version: 2 })
    })

    test('a colleague’s is 5, an absent one 3, a late edit 6', async () => {
      const { id } = await makeClient(agency, ann)
      expect((await update(bill, id, '-n', 'Mine')).code).toBe(Exit.forbidden)
      expect((await update(bill, 9999, '-n', 'Mine')).code).toBe(Exit.notFound)
      expect((await update(manager, id, '-n', 'Mine')).code).toBe(Exit.forbidden)
      expect((await update(ann, id, '-n', 'Late', '--if-version', '7')).code).toBe(Exit.refused)
      expect(await view(id)).toMatchObject({ version: 1 })
    })

    test('the form asks a commercial for no commercial, and all kept writes nothing', async () => {
      const { id, full_name, email } = await makeClient(agency, bill)
      const { code, asked, stderr } = await agency.run(['client', 'update', String(id)], {
        as: bill,
        terminal: 80,
        answers: {
          'Full name': full_name,
          Email: email,
          Phone: '',
          'First contact': (await shown(id)).first,
          'Last contact': '',
        },
      })
      expect(code).toBe(Exit.ok)
      expect(asked.map(({ message }) => message)).not.toContain('Salesperson')
      expect(stderr).toContain('Nothing was changed')
      expect(await view(id)).toMatchObject({ version: 1 })
    })

    /** The first contact as a form shows it. */
    const shown = async (id: number) => {
      const { stdout } = await agency.run(['client', 'view', String(id)], { as: bill })
      return { first: /First contact: +(.+)/.exec(stdout)?.[1] ?? '' }
    }
  })

  describe('hand-over', () => {
    test('management hands a client over; its contracts and events go along', async () => {
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
        0,
      )
    })

    test('to an active commercial only; a commercial hands nobody over, whatever the value', async () => {
      const { id } = await makeClient(agency, bill)
      const { code, stderr } = await update(manager, id, '--commercial-id', String(kate.id))
      expect(code).toBe(Exit.refused)
      expect(stderr).toContain(`User ${kate.id} is not one`)
      for (const value of [String(bill.id), String(ann.id)]) {
        const refused = await update(bill, id, '--commercial-id', value)
        expect([refused.code, refused.stderr.includes('client:assign_commercial')]).toEqual([Exit.forbidden, true])
      }
      expect(await view(id)).toMatchObject({ commercial_id: bill.id, version: 1 })
    })
  })

  test('list --only-mine: a commercial’s own, a support’s those of their events', async () => {
    const [pat, sue] = [await agency.person('commercial'), await agency.person('support')]
    const mine = await makeClient(agency, pat)
    const event = await makeEvent(agency, bill)
    await agency.json(['event', 'assign_support', String(event.id), String(sue.id)], { as: manager })
    const list = async (as: Person) =>
      (await agency.json<Client[]>(['client', 'list', '--only-mine'], { as })).map(({ id }) => id)
    expect(await list(pat)).toEqual([mine.id])
    expect(await list(sue)).toEqual([event.client_id ?? 0])
    expect(await list(manager)).toEqual([])
  })

  describe('delete', () => {
    test('one under contract stays, and nobody is asked first', async () => {
      const contract = await makeContract(agency, bill)
      const argv = ['client', 'delete', String(contract.client_id)]
      for (const run of [
        await agency.run([...argv, '--yes'], { as: bill }),
        await agency.run(argv, { as: bill, terminal: 80 }),
      ]) {
        expect(run.code).toBe(Exit.refused)
        expect(run.stderr).toContain('has contracts')
        expect(run.asked).toEqual([])
      }
      expect(await view(contract.client_id)).toMatchObject({ contract_count: 1 })
    })

    test('one’s own goes; a colleague’s does not', async () => {
      const { id } = await makeClient(agency, bill)
      expect((await agency.run(['client', 'delete', String(id), '--yes'], { as: ann })).code).toBe(Exit.forbidden)
      const { code, asked } = await agency.run(['client', 'delete', String(id)], {
        as: bill,
        terminal: 80,
        answers: [true],
      })
      expect(code).toBe(Exit.ok)
      expect(asked[0]?.message).toContain(`client ${id}`)
      const { id: other } = await makeClient(agency, bill)
      expect(await agency.json(['client', 'delete', String(other), '--yes'], { as: bill })).toEqual({ id: other })
      expect((await agency.run(['client', 'view', String(other)], { as: bill })).code).toBe(Exit.notFound)
    })
  })
})
