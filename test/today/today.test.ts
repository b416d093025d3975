/** `today` shows each section to the people whose work it is, with their rows, the nearest one first. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

type Row = Readonly<Record<string, unknown>> & { readonly id: number }
type Today = Readonly<Record<string, readonly Row[] | string | undefined>>

let agency: Agency
let manager: Person, anna: Person, bill: Person, sam: Person, sue: Person, payer: Person, empty: Person

/** A day of the reader's calendar, so many days from today. */
const day = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString()

/** The ids of the rows by their names in this file. */
const ids: Record<string, number> = {}

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna, bill] = [
    await agency.person('management'),
    await agency.person('commercial', { fullName: 'Anna' }),
    await agency.person('commercial'),
  ]
  ;[sam, sue] = [await agency.person('support', { fullName: 'Sam' }), await agency.person('support')]
  await agency.json(['role', 'create', '-n', 'payer'], { as: manager })
  await agency.json(['role', 'create', '-n', 'empty'], { as: manager })
  await agency.json(['role', 'grant', 'payer', 'contract:view', 'contract:update'], { as: manager })
  ;[payer, empty] = [await agency.person('payer'), await agency.person('empty')]

  await agency.owner(async (sql) => {
    const made = async (name: string, rows: Promise<readonly { id: number }[]>) => {
      ids[name] = (await rows)[0]?.id ?? 0
    }
    const client = (name: string, of: Person, lastContact: string) =>
      made(
        name,
        sql`
          insert into epic_events.client
            (full_name, email, phone, commercial_id, first_contact_date, last_contact_date)
          values (${name}, ${`${name}@client.example`}, '+33612345678', ${of.id},
            now() - interval '90 days', now() - ${lastContact}::interval)
          returning id`,
      )
    await client('fresh', anna, '2 days')
    await client('silent', anna, '31 days')
    await client('silentest', anna, '60 days')
    await client('bills', bill, '60 days')
    await client('duenow', anna, '50 days')
    await client('due', anna, '2 days')
    await client('duesoon', anna, '2 days')
    for (const [name, day] of Object.entries({ duenow: 0, due: -9, duesoon: 1 }))
      await sql`update epic_events.client set next_contact_date = current_date + ${day}::integer where id = ${ids[name] ?? 0}`
    const contract = (name: string, of: string, total: string, remaining: string, signed: boolean, age: string) =>
      made(
        name,
        sql`
          insert into epic_events.contract (client_id, total_amount, remaining_amount, is_signed, created_at)
          values (${ids[of] ?? 0}, ${total}, ${remaining}, ${signed}, now() - ${age}::interval)
          returning id`,
      )
    await contract('annaPaid', 'fresh', '100', '0', true, '40 days')
    await contract('annaDue', 'fresh', '1000.50', '0.10', true, '40 days')
    await contract('annaUnsigned', 'fresh', '10', '10', false, '1 day')
    await contract('billDue', 'bills', '9999999999.99', '9999999999.99', true, '40 days')
    await contract('billUnsigned', 'bills', '10', '10', false, '1 day')
    await contract('billUnsignedOld', 'bills', '10', '10', false, '8 days')
    const instalment = (of: string, due: number, amount: string) => sql`
      insert into epic_events.instalment (contract_id, label, due_on, amount)
      values (${ids[of] ?? 0}, 'signature', ${day(due)}, ${amount})`
    for (const [of, due, amount] of [
      ['annaDue', 3, '0.05'],
      ['annaDue', -20, '1000.45'],
      ['billDue', 7, '9999999998.99'],
      ['billDue', 0, '1'],
      ['billUnsigned', -5, '10'],
      ['annaPaid', -5, '100'],
    ] as const)
      await instalment(of, due, amount)
    const event = (name: string, of: string, starts: string, supporter: Person | undefined) =>
      made(
        name,
        sql`
          insert into epic_events.event
            (contract_id, title, full_address, start_date, end_date, support_contact_id)
          values (${ids[of] ?? 0}, ${name}, 'Lyon', now() + ${starts}::interval,
            now() + ${starts}::interval + interval '5 hours', ${supporter?.id ?? null})
          returning id`,
      )
    await event('farUnassigned', 'annaDue', '40 days', undefined)
    await event('nearUnassigned', 'billDue', '2 days', undefined)
    await event('pastUnassigned', 'billDue', '-3 days', undefined)
    await event('sams', 'annaDue', '3 days', sam)
    await event('samsNow', 'billDue', '-1 hour', sam)
    await event('samsPast', 'annaDue', '-9 days', sam)
    await event('sues', 'annaDue', '1 day', sue)
  })
}, 60_000)
afterAll(() => agency?.close())

const today = (as: Person) => agency.json<Today>(['today'], { as })

/** Sections with their rows by name, in order. */
async function seen(as: Person): Promise<Record<string, unknown>> {
  const names = new Map<string, Record<number, string>>()
  for (const [kind, of] of [
    ['events', /^(far|near|past|sam|sue)/],
    ['contracts', /^(anna|bill[A-Z])/],
    ['clients', /^(fresh|silent|bills)/],
    ['callbacks', /^due/],
    ['instalments', /^(anna|bill[A-Z])/],
    ['week', /^(anna|bill[A-Z])/],
  ] as const) {
    names.set(
      kind,
      Object.fromEntries(Object.entries(ids).flatMap(([name, id]) => (of.test(name) ? [[id, name]] : []))),
    )
  }
  const found = Object.entries(await today(as)).map(([key, value]) => {
    const named = names.get(key.split('_').at(-1) ?? '')
    return [
      key,
      Array.isArray(value) ? value.map(({ id, contract_id }: Row) => named?.[id ?? Number(contract_id)]) : value,
    ]
  })
  return Object.fromEntries(found)
}

describe('sections', () => {
  test('a manager → events without a support, and all old or unpaid contracts', async () => {
    expect(await seen(manager)).toEqual({
      full_name: manager.fullName,
      role: 'management',
      total_due: '10000000000.09',
      running_events: ['samsNow'],
      clashes: [],
      unassigned_events: ['nearUnassigned', 'farUnassigned'],
      overdue_instalments: ['annaDue'],
      due_this_week: ['billDue', 'annaDue'],
      unsigned_contracts: ['billUnsignedOld'],
      due_contracts: ['billDue', 'annaDue'],
    })
  })

  test('a commercial → the events, contracts and silent clients of their own', async () => {
    expect(await seen(anna)).toEqual({
      full_name: 'Anna',
      role: 'commercial',
      total_due: '0.10',
      running_events: [],
      clashes: [],
      own_events: ['sues', 'sams', 'farUnassigned'],
      overdue_instalments: ['annaDue'],
      due_this_week: ['annaDue'],
      unsigned_contracts: ['annaUnsigned'],
      due_contracts: ['annaDue'],
      callbacks: ['due', 'duenow'],
      silent_clients: ['silentest', 'silent'],
    })
    expect(await seen(bill)).toMatchObject({
      overdue_instalments: [],
      due_this_week: ['billDue'],
      unsigned_contracts: ['billUnsignedOld', 'billUnsigned'],
      total_due: '9999999999.99',
      silent_clients: ['bills'],
    })
  })

  test('a support → the events they are assigned to, the running one first', async () => {
    expect(await seen(sam)).toEqual({
      ...{ full_name: 'Sam', role: 'support', running_events: ['samsNow'], clashes: [] },
      assigned_events: ['samsNow', 'sams'],
    })
  })

  test('a custom role → the sections that its permissions allow', async () => {
    expect(await seen(payer)).toEqual({
      full_name: payer.fullName,
      role: 'payer',
      total_due: '10000000000.09',
      overdue_instalments: ['annaDue'],
      due_this_week: ['billDue', 'annaDue'],
      unsigned_contracts: ['billUnsignedOld'],
      due_contracts: ['billDue', 'annaDue'],
    })
    const [row] = (await today(payer))['due_contracts'] as readonly Row[]
    expect(row).toMatchObject({ client_name: null, remaining_amount: '9999999999.99' }) // the client they may not see
  })

  test('an instalment → what is still to pay of it, by the running sum; a person reads of it where there is one', async () => {
    const { overdue_instalments: overdue, due_this_week: soon } = await today(anna)
    const client = { client_id: ids['fresh'], client_name: 'fresh', label: 'signature' }
    expect<unknown>(overdue).toEqual([{ contract_id: ids['annaDue'], due_on: day(-20), ...client, amount: '0.05' }])
    expect<unknown>(soon).toEqual([{ contract_id: ids['annaDue'], due_on: day(3), ...client, amount: '0.05' }])
    const { stdout } = await agency.run(['today'], { as: anna })
    expect(stdout).toContain('Overdue payments (1)')
    expect((await agency.run(['today'], { as: bill })).stdout).not.toContain('Overdue payments')
  })

  test('somebody who sees contracts of others → the title says that the new ones of others are left out', async () => {
    const titled = async (as: Person) => (await agency.run(['today'], { as })).stdout
    const others = "yours, and your team's older than 7 days"
    expect(await titled(payer)).toContain(others)
    expect(await titled(manager)).toContain(others)
    expect(await titled(anna)).toContain('Contracts to sign')
    expect(await titled(anna)).not.toContain(others)
  })

  test('nothing to do → 0 and a sentence', async () => {
    expect(await seen(empty)).toEqual({ full_name: empty.fullName, role: 'empty' })
    const { code, stderr } = await agency.run(['today'], { as: empty })
    expect([code, stderr]).toEqual([Exit.ok, '✓ Nothing needs doing today.\n'])
    expect((await agency.run(['today'], { as: empty, lang: 'fr' })).stderr).toBe("✓ Rien ne vous attend aujourd'hui.\n")
  })

  test('nobody logged in → 4', async () => {
    expect((await agency.run(['today'])).code).toBe(Exit.unauthenticated)
  })
})

describe('what a program gets', () => {
  const keys = {
    running_events: [
      ...['id', 'start_date', 'end_date', 'title', 'full_address', 'client_id', 'client_name'],
      ...['support_contact_id', 'support_contact_name'],
    ],
    unassigned_events: ['id', 'start_date', 'title', 'client_id', 'client_name', 'full_address'],
    assigned_events: [
      'id',
      'start_date',
      'end_date',
      'title',
      'full_address',
      'client_id',
      'client_name',
      'client_phone',
    ],
    own_events: ['id', 'start_date', 'title', 'client_id', 'client_name', 'support_contact_id', 'support_contact_name'],
    overdue_instalments: ['contract_id', 'due_on', 'client_id', 'client_name', 'amount', 'label'],
    due_this_week: ['contract_id', 'due_on', 'client_id', 'client_name', 'amount', 'label'],
    unsigned_contracts: [
      'id',
      'created_at',
      'client_id',
      'client_name',
      'total_amount',
      'commercial_id',
      'commercial_name',
    ],
    due_contracts: [
      'id',
      'client_id',
      'client_name',
      'remaining_amount',
      'total_amount',
      'commercial_id',
      'commercial_name',
    ],
    callbacks: ['id', 'next_contact_date', 'full_name', 'phone', 'last_contact_date'],
    silent_clients: ['id', 'last_contact_date', 'full_name', 'phone'],
  }
  test('the keys of each section, amounts as strings, times with their offset', async () => {
    const sections: Record<string, unknown> = {}
    for (const who of [manager, anna, sam]) Object.assign(sections, await today(who))
    for (const [section, expected] of Object.entries(keys)) {
      const [row] = sections[section] as readonly Row[]
      expect([section, Object.keys(row ?? {})]).toEqual([section, expected])
      for (const [key, value] of Object.entries(row ?? {})) {
        if (key === 'next_contact_date') expect(value).toMatch(/^\d{4}-\d\d-\d\d$/)
        else if (key.endsWith('_date') || key === 'created_at')
          expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/)
        if (key.endsWith('_amount')) expect(value).toMatch(/^\d+\.\d\d$/)
      }
    }
  })

  test('CSV, TSV and --quiet → the rows of all sections as one table', async () => {
    const sections = Object.entries(await today(anna)).filter((entry): entry is [string, readonly Row[]] =>
      Array.isArray(entry[1]),
    )
    // An instalment is known by its contract.
    const named = (of: (row: Row) => unknown) =>
      sections.flatMap(([section, rows]) => rows.map((row) => [section, String(of(row) ?? '')]))
    const expected = named(({ id }) => id)
    expect(expected).toHaveLength(11)
    const cells = async (format: string, separator: string) => {
      const { stdout } = await agency.run(['today', '--format', format], { as: anna, lang: 'fr' })
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(separator))
    }
    const [head = [], ...rows] = await cells('tsv', '\t')
    expect(head.slice(0, 2)).toEqual(['section', 'id'])
    expect(new Set(head).size).toBe(head.length)
    // A section without rows has its columns too.
    expect(head).toEqual(expect.arrayContaining(sections.flatMap(([, [row = {}]]) => Object.keys(row))))
    expect(rows.map((row) => row.slice(0, 2))).toEqual(expected)
    expect(rows.every((row) => row.length === head.length)).toBe(true)
    expect(rows.find(([section]) => section === 'due_contracts')?.[head.indexOf('remaining_amount')]).toBe('0.10')
    expect((await cells('csv', ',')).map((row) => row.slice(0, 2))).toEqual([['section', 'id'], ...expected])

    const quiet = await agency.run(['today', '--quiet'], { as: anna })
    const ids = named(({ id, contract_id }) => id ?? contract_id)
    expect([quiet.stdout, quiet.stderr]).toEqual([ids.map((row) => `${row.join(' ')}\n`).join(''), ''])
  })

  test('nothing to do → no row', async () => {
    expect((await agency.run(['today', '--format', 'csv'], { as: empty })).stdout).toBe('section\n')
    expect((await agency.run(['today', '--quiet'], { as: empty })).stdout).toBe('')
  })

  test('another language → the same keys and values', async () => {
    const french = await agency.run(['today', '--json'], { as: anna, lang: 'fr' })
    expect(JSON.parse(french.stdout)).toEqual(await today(anna))
  })
})

test('more than twenty rows in a section → the first twenty, and the sum of all', async () => {
  const many = await openAgency('server')
  try {
    const carl = await many.person('commercial')
    await many.owner(
      (sql) => sql`
        with written as (
          insert into epic_events.client (full_name, email, commercial_id)
          values ('C', 'c@client.example', ${carl.id})
          returning id)
        insert into epic_events.contract (client_id, total_amount, is_signed)
        select written.id, n, true from written, generate_series(1, 30) n`,
    )
    const found = await many.json<Today>(['today'], { as: carl })
    expect((found['due_contracts'] as readonly Row[]).map((row) => row['remaining_amount'])).toEqual(
      Array.from({ length: 20 }, (_, at) => `${30 - at}.00`),
    )
    expect(found['total_due']).toBe('465.00')
    expect((await many.run(['today'], { as: carl })).stdout).toContain('Unpaid contracts (20+)')
  } finally {
    await many.close()
  }
}, 30_000)
