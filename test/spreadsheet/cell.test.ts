import { describe, expect, test } from 'bun:test'
import { fields as client } from '../../src/client/client.ts'
import { fields as contract } from '../../src/contract/contract.ts'
import { fields as event } from '../../src/event/event.ts'
import type { Field } from '../../src/field/field.ts'
import { cellReader } from '../../src/spreadsheet/cell.ts'
import { type DateOrder, dateOrderOf, dateOrders } from '../../src/spreadsheet/date-order.ts'
import type { Sheet } from '../../src/spreadsheet/sheet.ts'
import { en, fr, refusalOf, sheetOf } from './files.ts'

/** The value of a cell, or the sentence that refuses it. */
function read(field: Field, text: string, o: { t?: typeof en; order?: DateOrder; kind?: Sheet['kind'] } = {}): unknown {
  const result = cellReader(field, { kind: 'csv', order: 'dmy', t: en, ...o })(text)
  if (!result || 'value' in result) return result?.value
  return `refused: ${result.refused}`
}

describe('values', () => {
  test.each([
    [contract.totalAmount, '6 400,00', '6400.00'],
    [contract.totalAmount, '6\u202f400,00\u00a0€', '6400.00'],
    [contract.totalAmount, '6.400,00 €', '6400.00'],
    [contract.totalAmount, '1,234.50', '1234.50'],
    [contract.totalAmount, '6400.00', '6400.00'],
    [contract.isSigned, 'VRAI', true],
    [contract.isSigned, 'Oui', true],
    [contract.isSigned, '1', true],
    [contract.isSigned, 'faux', false],
    [contract.isSigned, 'no', false],
    [client.phone, '+33639980101', '+33639980101'],
    [client.phone, '06 39 98 01 01', '+33639980101'],
    [client.companyId, '7', 7],
    [client.companyId, ' Cool Startup ', { typed: 'Cool Startup' }],
    [event.participantCount, '1 200', 1200],
    [event.notes, 'Une\nDeux', 'Une\nDeux'],
    [client.fullName, '', undefined],
    [client.phone, ' \u00a0 ', undefined],
  ] as const)('%# %j', (field, text, value) => {
    expect(read(field as Field, text)).toEqual(value)
    expect(read(field as Field, text, { t: fr })).toEqual(value)
  })

  test.each([
    [contract.totalAmount, '1,200', 'could mean 1200 or 1.200'],
    [contract.totalAmount, '6.4E+03', 'was rounded by a spreadsheet'],
    [client.phone, '3,36E+10', 'was rounded by a spreadsheet'],
    [client.phone, '#N/A', 'is the error of a formula'],
    [client.fullName, '#REF!', 'is the error of a formula'],
    [client.fullName, '#VALEUR!', 'is the error of a formula'],
    [client.email, 'zoe@', 'is not an email address'],
    [client.firstContactDate, '12.5', 'is not a date. Write it like 30/09/2026 10:23'],
    // Words are for people at a terminal: next week, tomorrow would be another day.
    [client.firstContactDate, 'tomorrow', 'is not a date'],
    [client.firstContactDate, '03/04', 'is not a date'],
    [client.firstContactDate, '31/02/2026', 'has no day 31'],
  ] as const)('%# %j is refused', (field, text, sentence) => {
    expect(read(field as Field, text)).toContain(sentence)
    expect(read(field as Field, text, { t: fr })).toStartWith('refused: ')
  })

  test('exactly the apostrophes that our exports put before formulas are taken away, and none of a workbook', () => {
    expect(read(client.fullName, "'=1+1")).toBe('=1+1')
    expect(read(client.fullName, "''=1+1")).toBe("'=1+1")
    expect(read(client.fullName, "'tis")).toBe("'tis")
    expect(read(client.fullName, "x;'=1")).toBe('x;=1')
    expect(read(client.fullName, "x,'=1")).toBe("x,'=1")
    expect(read(client.fullName, "x,'=1", { kind: 'semicolons' })).toBe('x,=1')
    expect(read(client.fullName, "'=1+1", { kind: 'xlsx' })).toBe("'=1+1")
    expect(read(client.phone, "'+33639980101")).toBe('+33639980101')
  })
})

describe('dates', () => {
  // Paris is two hours ahead of UTC in September.
  test.each([
    ['30/09/2026 10:23', '2026-09-30T08:23:00Z'],
    ['30/09/2026', '2026-09-29T22:00:00Z'],
    ['30.9.26', '2026-09-29T22:00:00Z'],
    ['2026-09-30T10:23', '2026-09-30T08:23:00Z'],
    ['2026-09-30 10:23:05', '2026-09-30T08:23:05Z'],
    ['2026/9/30', '2026-09-29T22:00:00Z'],
    ['30/09/2026 2:30 PM', '2026-09-30T12:30:00Z'],
    // Our own exports: to the microsecond, or the record would be changed by a file that changes nothing.
    ['2026-09-30T10:23:05.123456+02:00', '2026-09-30T08:23:05.123456Z'],
  ])('%s', (text, instant) => {
    expect(read(client.firstContactDate, text)).toBe(instant)
    const iso = /^\d{4}/.test(text)
    expect(read(client.firstContactDate, text, { order: 'iso' })).toEqual(
      iso ? instant : expect.stringContaining('--date-order iso asks for'),
    )
  })

  test('ISO dates are read in every order', () => {
    for (const order of dateOrders)
      expect(read(client.lastContactDate, '2026-09-30', { order })).toBe('2026-09-29T22:00:00Z')
  })

  test('a day without a time is the end of an event', () => {
    expect(read(event.endDate, '30/09/2026')).toBe('2026-09-30T21:59:00Z')
  })

  const order = async (t: typeof en, dates: readonly string[], headings = 'Début') => {
    const sheet = await sheetOf(`Nom,${headings}\n${dates.map((date) => `X,${date}\n`).join('')}`)
    const text = (cells: readonly string[]) => cells[1] ?? ''
    return dateOrderOf(sheet, [{ field: event.startDate, headings: ['Début'], text }], t)
  }

  test('a day after the 12th in any row tells the order, in both languages', async () => {
    for (const t of [en, fr]) {
      expect(await order(t, ['03/04/2026', '30/09/2026'])).toBe('dmy')
      expect(await order(t, ['2026-04-03', '03.04.2026', '04/04/2026', ''])).toBe('dmy')
      const monthFirst = await refusalOf(() => order(t, ['03/04/2026', '09/30/2026']), t)
      expect(monthFirst).toStartWith(t === en ? '2: Line 3: "09/30/2026" has the month first.' : '2: Ligne 3')
      expect(monthFirst).toContain('--date-order dmy')
    }
  })

  test('without one, the day comes first in French, and English is asked', async () => {
    expect(await order(fr, ['03/04/2026'])).toBe('dmy')
    expect(await refusalOf(() => order(en, ['', '03/04/2026 10:00 AM']))).toStartWith(
      '2: Line 3: "03/04/2026 10:00 AM" could have',
    )
    // Our own export for spreadsheets.
    expect(await order(en, ['03/04/2026,1'], 'Start,Version')).toBe('dmy')
  })
})
