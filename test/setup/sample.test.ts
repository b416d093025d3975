import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { safeParse } from 'valibot'
import * as client from '../../src/client/client.ts'
import * as company from '../../src/company/company.ts'
import * as contract from '../../src/contract/contract.ts'
import * as event from '../../src/event/event.ts'
import type { Field } from '../../src/field/field.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { dayOf, sampleRows } from '../../src/setup/demo-rows.ts'
import { longestName } from '../../src/setup/sample/companies.ts'
import { samplePassword } from '../../src/setup/sample/people.ts'
import * as user from '../../src/user/user.ts'
import { today } from '../support/agency.ts'

setDefaultTimeout(60_000)

const paris = 'Europe/Paris'
const rows = sampleRows(today, paris)
const t = catalog('en', paris)

/** A field's schema must answer what is stored, unchanged: nobody could have typed it in otherwise. */
function typed(field: Field, value: string): unknown {
  return safeParse(field.schema(t), value).output
}

describe('what the README promises', () => {
  test('how many there are', () => {
    const counts = Object.fromEntries(Object.entries(rows).map(([table, those]) => [table, those.length]))
    expect(counts).toEqual({
      ...{ users: 24, company: 12, client: 30, contract: 40, payment: 10, instalment: 5, event: 40, interaction: 17 },
    })
    for (const those of Object.values(rows)) {
      expect(those.map(({ id }) => id)).toEqual(those.map((_, index) => index + 1))
    }
  })

  test('the rows its commands name', () => {
    expect(rows.client[9]).toMatchObject({ id: 10, commercial_id: 5 })
    expect(rows.contract[0]).toMatchObject({ id: 1, is_signed: true })
    expect(rows.event[6]).toMatchObject({ id: 7, support_contact_id: null })
    expect(Date.parse(rows.event[6]?.start_date ?? '')).toBeGreaterThan(today)
    expect(rows.users[22]).toMatchObject({ id: 23, role_id: 3 })
    expect(rows.users[4]).toMatchObject({ id: 5, full_name: 'Bill Boquet', role_id: 2 })
  })

  test('Kevin Casey, the wedding and the assembly', () => {
    expect(rows.client[7]).toMatchObject({
      ...{ id: 8, full_name: 'Kevin Casey', email: 'kevin@startup.io', phone: '+67812345678', commercial_id: 5 },
    })
    expect(rows.company.find(({ id }) => id === rows.client[7]?.company_id)?.name).toBe('Cool Startup LLC')
    const wedding = rows.event.find(({ title }) => title === 'John Ouick Wedding')
    expect(wedding).toMatchObject({
      ...{ full_address: '53 Rue du Château, 41120 Candé-sur-Beuvron', participant_count: 75 },
      support_contact_id: rows.users.find(({ full_name }) => full_name === 'Kate Hastroff')?.id,
    })
    expect(wedding?.notes?.split('\n').length).toBeGreaterThan(2)
    const [start, end] = [wedding?.start_date, wedding?.end_date].map((at) =>
      Temporal.Instant.from(at ?? '').toZonedDateTimeISO(paris),
    )
    expect(start?.toPlainTime().toString()).toBe('13:00:00')
    expect(end?.toPlainTime().toString()).toBe('02:00:00')
    expect(start?.toPlainDate().until(end?.toPlainDate() ?? '').days).toBe(1)
    expect(start?.dayOfWeek).toBe(6)
    expect(rows.event.find(({ title }) => title === 'Lou Bouzin General Assembly')?.participant_count).toBe(200)
  })
})

describe('the cases that break lesser programs', () => {
  const texts = [
    ...rows.company.map(({ name }) => name),
    ...rows.client.map(({ full_name }) => full_name),
    ...rows.event.flatMap(({ title, full_address, notes }) => [title, full_address, notes ?? '']),
  ]

  test.each([
    ['apostrophe', /L'été d'Anne/],
    ['double quotes', /"/],
    ['slash', /12\/14 rue/],
    ['accents', /[éèêçïö]/],
    ['emoji', /\p{Extended_Pictographic}/u],
    ['right-to-left script', /\p{sc=Arabic}/u],
    ['wide script', /\p{sc=Han}/u],
    ['percent and ampersand', /%|&/],
    ['line breaks', /\n/],
  ])('%s', (_, pattern) => {
    expect(texts.some((text) => pattern.test(text))).toBe(true)
  })

  test('a name of 128 characters', () => {
    expect([...longestName]).toHaveLength(128)
    expect(texts).toContain(longestName)
  })
})

describe('every value is one that could be typed in', () => {
  test('people', () => {
    for (const one of rows.users) {
      expect(typed(user.fields.username, one.username)).toBe(one.username)
      expect(typed(user.fields.fullName, one.full_name)).toBe(one.full_name)
      expect(typed(user.fields.email, one.email)).toBe(one.email)
    }
    expect(typed(user.fields.password, samplePassword)).toBe(samplePassword)
  })

  test('companies and clients', () => {
    for (const { name } of rows.company) expect(typed(company.fields.name, name)).toBe(name)
    for (const one of rows.client) {
      expect(typed(client.fields.fullName, one.full_name)).toBe(one.full_name)
      expect(typed(client.fields.email, one.email)).toBe(one.email)
      if (one.phone !== null) expect(typed(client.fields.phone, one.phone)).toBe(one.phone)
    }
    expect(typed(client.fields.phone, '+678 123 456 78')).toBe(rows.client[7]?.phone)
  })

  test('contracts and events', () => {
    for (const one of rows.contract) {
      expect(typed(contract.fields.totalAmount, one.total_amount)).toBe(one.total_amount)
      expect(typed(contract.fields.remainingAmount, one.remaining_amount)).toBe(one.remaining_amount)
    }
    for (const one of rows.event) {
      expect(typed(event.fields.title, one.title)).toBe(one.title)
      expect(typed(event.fields.fullAddress, one.full_address)).toBe(one.full_address)
      if (one.notes !== null) expect(typed(event.fields.notes, one.notes)).toBe(one.notes)
    }
  })
})

describe('it all happens in order', () => {
  test('first contact, contract, event', () => {
    const contractOf = new Map(rows.contract.map((one) => [one.id, one]))
    for (const one of rows.contract) {
      expect(one.created_at > (rows.client[one.client_id - 1]?.first_contact_date ?? '')).toBe(true)
    }
    for (const one of rows.event) {
      const signed = contractOf.get(one.contract_id)
      expect(signed?.is_signed).toBe(true)
      expect(one.created_at > (signed?.created_at ?? '')).toBe(true)
      expect(one.start_date > one.created_at).toBe(true)
    }
    for (const { first_contact_date: first, last_contact_date: last } of rows.client) {
      if (last !== null) expect(last >= first).toBe(true)
    }
  })

  test('what is paid is never more than the total, and schedules add up to it', () => {
    const cents = (amounts: readonly string[]) =>
      amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0)
    for (const { id, total_amount: total, remaining_amount: remaining, is_signed: isSigned } of rows.contract) {
      const paid = rows.payment.filter((one) => one.contract_id === id && one.cancelled_at === null)
      if (paid.length > 0) expect(cents(paid.map(({ amount }) => amount))).toBe(cents([total]) - cents([remaining]))
      const due = rows.instalment.filter((one) => one.contract_id === id)
      if (due.length > 0) expect([isSigned, cents(due.map(({ amount }) => amount))]).toEqual([true, cents([total])])
    }
    expect(rows.payment.filter(({ kind }) => kind === 'refund')).toHaveLength(1)
    expect(rows.payment.filter(({ cancelled_why: why }) => why !== null)).toHaveLength(1)
  })

  // Midnight, both clock changes, a leap day, the turn of the year.
  test.each([
    ['2026-06-12T08:00:00Z', paris],
    ['2026-06-11T22:00:00Z', paris],
    ['2026-03-28T23:30:00Z', paris],
    ['2026-10-24T22:30:00Z', paris],
    ['2028-02-29T12:00:00Z', 'Pacific/Auckland'],
    ['2026-12-31T23:59:59Z', 'America/St_Johns'],
  ])('past, running and coming events on %s in %s', (at, zone) => {
    const now = Date.parse(at)
    const events = sampleRows(now, zone).event.map((one) => ({
      id: one.id,
      ...{ start: Date.parse(one.start_date), end: Date.parse(one.end_date), made: Date.parse(one.created_at) },
    }))
    for (const { start, end, made } of events) {
      expect(end).toBeGreaterThan(start)
      expect(made).toBeLessThanOrEqual(now)
    }
    const count = (those: (one: (typeof events)[number]) => boolean) => events.filter(those).length
    expect([
      count(({ end }) => end < now),
      count(({ start, end }) => start <= now && now <= end),
      count(({ start }) => start > now),
    ]).toEqual([18, 3, 19])
  })

  test('nothing that is over lies ahead', () => {
    const others = Object.values(rows).flatMap((those) =>
      those.flatMap((one: Record<string, unknown>) =>
        [
          'created_at',
          'signed_at',
          'paid_on',
          'cancelled_at',
          'last_login',
          'first_contact_date',
          'last_contact_date',
        ].map((key) => one[key]),
      ),
    )
    for (const at of others) if (typeof at === 'string') expect(Date.parse(at)).toBeLessThanOrEqual(today)
  })

  test('a weekday is the next one, or the day itself', () => {
    const friday = Temporal.PlainDate.from('2026-06-12')
    expect(dayOf(friday, 6).toString()).toBe('2026-06-13')
    expect(dayOf(friday, 5).toString()).toBe('2026-06-12')
    expect(dayOf(friday, 4).toString()).toBe('2026-06-18')
    expect(dayOf(friday).toString()).toBe('2026-06-12')
  })
})
