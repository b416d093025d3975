/** What an instalment is for, in the reader's words. */
import { expect, test } from 'bun:test'
import { shownLabel } from '../../src/field/share.ts'
import { catalog } from '../../src/i18n/catalog.ts'

test.each([
  ['signature', 'signature', 'signature'],
  ['event', 'event', 'événement'],
  ['event-15d', '15 days before the event', "15 jours avant l'événement"],
  ['evenement-1j', '1 day before the event', "1 jour avant l'événement"],
  ['signature+2m', '2 months after the signature', '2 mois après la signature'],
  ['signature+1w', '1 week after the signature', '1 semaine après la signature'],
  ['Premier acompte', 'Premier acompte', 'Premier acompte'],
  ['event-many', 'event-many', 'event-many'],
  [null, null, null],
])('%p', (label, english, french) => {
  expect([shownLabel(label, catalog('en', 'UTC')), shownLabel(label, catalog('fr', 'UTC'))]).toEqual([english, french])
})
