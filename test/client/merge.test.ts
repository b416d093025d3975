import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client, ClientCard } from '../../src/client/client.ts'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let made = 0

describe.each(['server', 'embedded'] as const)('client merge (%s)', (kind) => {
  let agency: Agency
  let boss: Person
  let bill: Person
  let ann: Person
  let kate: Person

  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    ann = await agency.person('commercial', { fullName: 'Ann Other' })
    kate = await agency.person('support')
  })
  afterAll(() => agency?.close())

  const client = (as: Person, name: string, ...more: string[]) =>
    agency.json<Client>(['client', 'create', '-n', name, '-e', `m${++made}@x.example`, ...more], { as })
  const contract = async (as: Person, of: number) =>
    (
      await agency.json<{ id: number }>(
        ['contract', 'create', '--client-id', `${of}`, '--total-amount', '100', '--is-signed'],
        { as },
      )
    ).id
  const view = (id: number, as = bill) => agency.json<ClientCard>(['client', 'view', `${id}`], { as })

  test('blanks are filled, contracts and notes move, the other is gone and says where it went; undo brings it back', async () => {
    const keep = await client(bill, 'Casey', '--first-contact-date', '2026-03-01')
    const drop = await client(
      bill,
      ...(['Kasey', '-p', '+33612345678', '--first-contact-date', '2026-01-01'] as [string, ...string[]]),
    )
    const of = await contract(bill, drop.id)
    await agency.json(['client', 'note', `${drop.id}`, 'Hello', '--next', '2027-01-01'], { as: bill })
    const before = await view(drop.id)
    const answer = await agency.json<ClientCard & Record<string, unknown>>(
      ['client', 'merge', `${keep.id}`, `${drop.id}`, '--yes'],
      { as: bill },
    )
    expect(answer).toMatchObject({
      ...{ id: keep.id, full_name: 'Casey', email: keep.email, phone: '+33612345678', contract_count: 1 },
      ...{ next_contact_date: '2027-01-01', merged_id: drop.id, moved_contracts: 1, moved_interactions: 1 },
    })
    expect(answer.first_contact_date).toStartWith('2026-01-01')
    expect(answer.last_contact_date).toBe(before.last_contact_date)
    expect(await agency.json(['contract', 'view', `${of}`], { as: bill })).toMatchObject({ client_id: keep.id })
    for (const argv of [
      ['client', 'view', `${drop.id}`],
      ['client', 'update', `${drop.id}`, '-n', 'X'],
      ['client', 'delete', `${drop.id}`, '--yes'],
      ['client', 'merge', `${keep.id}`, `${drop.id}`, '--yes'],
    ]) {
      const gone = await agency.run(argv, { as: bill })
      expect([argv[1], gone.code]).toEqual([argv[1], Exit.notFound])
      expect(gone.stderr).toContain(`Client ${drop.id} was merged into client ${keep.id} (Casey).`)
    }
    const preview = await agency.run(['undo', '--dry-run'], { as: bill })
    expect(preview.stderr).toContain(`Comes back: client ${drop.id}, out of client ${keep.id}`)
    expect((await agency.run(['undo', '--yes'], { as: bill })).stderr).toContain(
      `Undone: merged client ${drop.id} into client ${keep.id}, Casey.`,
    )
    const { version: _, updated_at: __, ...back } = await view(drop.id)
    expect(before).toMatchObject(back)
    expect(await view(keep.id)).toMatchObject({ phone: null, next_contact_date: null, contract_count: 0 })
    const listed = await agency.run(['undo', '--list'], { as: bill, terminal: 120 })
    expect(listed.stdout).toContain(`Took client ${drop.id} out of client ${keep.id}, Casey again`)
  })

  test('a person reads what moves, what is filled and what is lost, and may say no', async () => {
    const [keep, drop] = [await client(bill, 'Stays'), await client(bill, 'Goes', '-p', '0612345600')]
    await contract(bill, drop.id)
    const argv = ['client', 'merge', `${keep.id}`, `${drop.id}`]
    const no = await agency.run(argv, { as: bill, terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.asked[0]?.message).toBe(`Merge client ${drop.id} (Goes) into client ${keep.id} (Stays)?`)
    for (const line of [
      `From ${drop.id} (Goes) to ${keep.id} (Stays) move: 1 contract.`,
      'Phone: — → 06 12 34 56 00',
      'Full name: Goes → Stays',
      `Email: ${drop.email} → ${keep.email}`,
    ])
      expect(no.stderr).toContain(line)
    expect((await view(drop.id)).full_name).toBe('Goes')
    const french = await agency.run(argv, { as: bill, terminal: 80, lang: 'fr', answers: [false] })
    expect(french.asked[0]?.message).toContain(
      `Fondre le client ${drop.id} (Goes) dans le client ${keep.id} (Stays)\u00a0?`,
    )
    expect((await agency.run(argv, { as: bill })).code).toBe(Exit.usage)
    expect((await agency.run(argv, { as: bill, terminal: 80, answers: [true] })).code).toBe(Exit.ok)
  })

  if (kind === 'embedded') return // the database judges the rest in the same way

  test('another salesperson’s, twice the same, nobody’s, an old version → 5, 2, 3, 6', async () => {
    const [mine, mine2, hers] = [await client(bill, 'A'), await client(bill, 'B'), await client(ann, 'C')]
    const merge = (as: Person, ...ids: (number | string)[]) =>
      agency.run(['client', 'merge', ...ids.map(String), '--yes'], { as })
    const codes = [
      await merge(bill, mine.id, hers.id),
      await merge(bill, hers.id, mine.id),
      await merge(kate, mine.id, mine2.id),
      await merge(bill, mine.id, mine.id),
      await merge(bill, mine.id, 99_999),
      await merge(bill, 99_999, mine.id),
      await merge(bill, mine.id, mine2.id, '--if-version', 7),
    ].map(({ code }) => code)
    expect(codes).toEqual([5, 5, 5, 2, 3, 3, 6])
    expect((await view(mine2.id)).full_name).toBe('B')
    expect((await merge(bill, mine.id, mine2.id, '--if-version', mine.version)).code).toBe(Exit.ok)
  })

  test('a manager merges the clients of two salespeople, and is told whose the contracts become', async () => {
    const [keep, drop] = [await client(bill, 'Bills'), await client(ann, 'Anns')]
    const of = await contract(ann, drop.id)
    const done = await agency.run(['client', 'merge', `${keep.id}`, `${drop.id}`, '--yes'], { as: boss })
    expect([done.code, done.stderr]).toEqual([
      0,
      expect.stringContaining('The contract goes from Ann Other to Bill Boquet.'),
    ])
    expect(await agency.json(['contract', 'view', `${of}`], { as: boss })).toMatchObject({ commercial_id: bill.id })
    await agency.json(['undo', '--yes'], { as: boss })
    expect(await agency.json(['contract', 'view', `${of}`], { as: boss })).toMatchObject({
      ...{ commercial_id: ann.id, client_id: drop.id },
    })
  })

  test('a chain of merges leads to the last; only the last one is undone', async () => {
    const [a, b, c] = [await client(bill, 'A'), await client(bill, 'B'), await client(bill, 'C')]
    await agency.json(['client', 'merge', `${b.id}`, `${a.id}`, '--yes'], { as: bill })
    await agency.json(['client', 'merge', `${c.id}`, `${b.id}`, '--yes'], { as: bill })
    const { stderr } = await agency.run(['client', 'view', `${a.id}`], { as: bill, lang: 'fr' })
    expect(stderr).toContain(`Le client ${a.id} a été fondu dans le client ${c.id} (C).`)
    const list = await agency.json<{ operation: string }[]>(['undo', '--list'], { as: bill })
    const refused = await agency.run(['undo', `${list[1]?.operation}`, '--yes'], { as: bill })
    expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining(`client ${b.id} was made or deleted`)])
  })

  test('what was changed since keeps a merge from being undone, and nothing else does', async () => {
    const [keep, drop] = [await client(bill, 'K'), await client(bill, 'D', '-p', '0612345601')]
    const of = await contract(bill, drop.id)
    await agency.json(['client', 'merge', `${keep.id}`, `${drop.id}`, '--yes'], { as: bill })
    const [{ operation } = { operation: '' }] = await agency.json<{ operation: string }[]>(['undo', '--list'], {
      as: bill,
    })
    const fresh = await contract(bill, keep.id)
    await agency.json(['client', 'update', `${keep.id}`, '-n', 'Renamed'], { as: bill })
    await agency.json(['client', 'update', `${keep.id}`, '-p', '0612345602'], { as: bill })
    const refused = await agency.run(['undo', operation, '--yes'], { as: bill })
    expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('Phone was changed by Bill Boquet')])
    await agency.json(['client', 'update', `${keep.id}`, '-p', '0612345601'], { as: bill })
    await agency.json(['undo', operation, '--yes'], { as: bill })
    expect(await view(keep.id)).toMatchObject({ full_name: 'Renamed', phone: null, contract_count: 1 })
    expect(await agency.json(['contract', 'view', `${fresh}`], { as: bill })).toMatchObject({ client_id: keep.id })
    expect(await agency.json(['contract', 'view', `${of}`], { as: bill })).toMatchObject({ client_id: drop.id })
  })

  test('a note that is taken back after a merge leaves the last contact of the other client', async () => {
    const [keep, drop] = [
      await client(bill, 'Noted', '--first-contact-date', '2026-01-01'),
      await client(bill, 'Other', '--first-contact-date', '2026-01-01', '-l', '2026-04-02 10:00'),
    ]
    await agency.json(['client', 'note', `${keep.id}`, 'Late', '--on', '2026-05-03 10:00'], { as: bill })
    const [{ operation } = { operation: '' }] = await agency.json<{ operation: string }[]>(['undo', '--list'], {
      as: bill,
    })
    await agency.json(['client', 'merge', `${keep.id}`, `${drop.id}`, '--yes'], { as: bill })
    expect((await view(keep.id)).last_contact_date).toStartWith('2026-05-03')
    await agency.json(['undo', operation, '--yes'], { as: bill })
    expect((await view(keep.id)).last_contact_date).toStartWith('2026-04-02')
  })

  test('the history and the log say in words what a merge did', async () => {
    const [keep, drop] = [await client(bill, 'H'), await client(bill, 'G', '-p', '0612345603')]
    const of = await contract(bill, drop.id)
    await agency.json(['client', 'merge', `${keep.id}`, `${drop.id}`, '--yes'], { as: bill })
    const { stdout } = await agency.run(['client', 'view', `${keep.id}`, '--history'], { as: bill, terminal: 140 })
    expect(stdout).toContain(`Client ${drop.id} merged into it`)
    expect(stdout).toContain(`Contracts: ${of}`)
    expect(stdout).toContain('Phone: — → 06 12 34 56 03')
    const log = await agency.run(['audit', 'list', '--table', 'client', '--id', `${keep.id}`, '--action', 'merge'], {
      ...{ as: boss, terminal: 140, lang: 'fr' },
    })
    expect(log.stdout).toContain(`Client ${drop.id} fondu dans cette fiche`)
  })
})
