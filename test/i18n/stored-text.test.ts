import { expect, test } from 'bun:test'
import { catalog } from '../../src/i18n/catalog.ts'
import { storedText } from '../../src/i18n/stored-text.ts'

const [en, fr] = [catalog('en', 'Europe/Paris'), catalog('fr', 'Europe/Paris')]

test.each([
  ['start_date', '2026-06-12T12:00:00+00:00', '12/06/2026 14:00', '12/06/2026 14:00'],
  ['total_amount', '1200.50', '€1,200.50', '1\u202f200,50\u00a0€'],
  ['is_signed', true, 'yes', 'oui'],
  ['is_signed', false, 'no', 'non'],
  ['permissions', ['client:list', 'client:view'], 'client:list client:view', 'client:list client:view'],
  ['permissions', [], '—', '—'],
  ['phone', null, '—', '—'],
  ['phone', '+33612345678', '06 12 34 56 78', '06 12 34 56 78'],
  ['phone', '+262692123456', '+262 692 12 34 56', '+262 692 12 34 56'],
  // As direct SQL may have stored it.
  ['phone', 'call me', 'call me', 'call me'],
  // What a note holds.
  ['at', '2026-11-28T13:45:17.791+00:00', '28/11/2026 14:45', '28/11/2026 14:45'],
  ['cancelled_at', '2026-11-28T13:33:43.662+00:00', '28/11/2026 14:33', '28/11/2026 14:33'],
  ['next_on', '2027-01-02', '02/01/2027', '02/01/2027'],
  ['no_next', true, 'yes', 'oui'],
  ['kind', 'call', 'call', 'appel'],
  ['kind', 'fax', 'fax', 'fax'],
  ['notes', '', '—', '—'],
  ['participant_count', 0, '0', '0'],
  // The name of the column decides, not the look of the text.
  ['title', '12.50', '12.50', '12.50'],
  ['title', '2026-06-12T12:00:00+00:00', '2026-06-12T12:00:00+00:00', '2026-06-12T12:00:00+00:00'],
])('%s %p reads %s', (column, value, english, french) => {
  expect(storedText(column, value, en)).toBe(english)
  expect(storedText(column, value, fr)).toBe(french)
})
