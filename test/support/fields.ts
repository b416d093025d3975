/** Fields of every kind, for tests of what asks for them. */
import * as v from 'valibot'
import { amount } from '../../src/field/amount.ts'
import { date } from '../../src/field/date.ts'
import type { Field } from '../../src/field/field.ts'
import { id } from '../../src/field/id.ts'
import { text } from '../../src/field/text.ts'
import { yesNo } from '../../src/field/yes-no.ts'
import { catalog } from '../../src/i18n/catalog.ts'

/** Declares a field that belongs to no noun, with its exact type. */
export function field<const F extends Field<unknown>>(declared: F): F {
  return declared
}

export const en = catalog('en', 'Europe/Paris')
export const fr = catalog('fr', 'Europe/Paris')

const message =
  (english: string, french: string): Field['label'] =>
  (t) =>
    t.lang === 'fr' ? french : english
const words = (english: string, french = english) => ({
  label: message(english, french),
  help: message(english, french),
})

export const title = field({
  kind: 'text',
  option: 'title',
  column: 'title',
  ...words('Title', 'Titre'),
  schema: (t) => text(t, { max: 10 }),
})
export const client = field({
  kind: 'reference',
  option: 'client-id',
  column: 'client_id',
  ...words('Client'),
  schema: id,
})
export const start = field({
  kind: 'date',
  option: 'start-date',
  column: 'start_date',
  ...words('Start', 'Début'),
  schema: (t) => date(t, { edge: 'start' }),
})
export const total = field({
  kind: 'amount',
  option: 'total-amount',
  column: 'total_amount',
  ...words('Total'),
  schema: amount,
})
export const signed = field({
  kind: 'yes-no',
  option: 'is-signed',
  column: 'is_signed',
  ...words('Signed', 'Signé'),
  schema: yesNo,
})
export const notes = field({
  kind: 'lines',
  option: 'notes',
  column: 'notes',
  nullable: true,
  ...words('Notes'),
  schema: (t) => text(t, { max: 99, lines: true }),
})
export const support = field({
  kind: 'reference',
  option: 'support-contact-id',
  column: 'support_contact_id',
  nullable: true,
  ...words('Support'),
  schema: id,
})
export const size = field({
  ...{ kind: 'enum', option: 'size', column: 'size', words: ['small', 'large'], ...words('Size', 'Taille') },
  schema: () =>
    v.pipe(
      v.picklist(['small', 'large']),
      v.transform((word) => word.toUpperCase()),
    ),
})
export const password = field({
  kind: 'secret',
  option: 'password',
  column: 'password',
  ...words('Password', 'Mot de passe'),
  schema: (t) => text(t, { max: 12 }),
})
export const present = field({ ...password, confirm: false })

export const all = { title, client, start, total, signed, notes, support, size }
export const choices = {
  client: [
    { value: 7, label: 'Fête d’été', hint: '#7 · Lyon' },
    { value: 8, label: 'Œuvres', hint: '#8' },
  ],
  support: [{ value: 23, label: 'Aliénor' }],
}
export const required = ['title', 'client', 'start'] as const
