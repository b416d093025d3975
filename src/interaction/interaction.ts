/** A note: what was said with a client. Its fields and its columns, as plain data. */
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import { date } from '../field/date.ts'
import { dayOrNone } from '../field/day.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { text } from '../field/text.ts'
import { excerpt } from '../text/excerpt.ts'
import { fold } from '../text/fold.ts'

/** How one spoke, and the words by which people say so. */
const kinds = {
  call: ['call', 'phone', 'appel', 'telephone'],
  email: ['email', 'e-mail', 'mail', 'courriel'],
  meeting: ['meeting', 'reunion', 'rendez-vous', 'rdv'],
  visit: ['visit', 'visite'],
  other: ['other', 'autre'],
} as const

export type Kind = keyof typeof kinds

/** As the database answers it: JSON keys, RFC 3339 times, days as `2026-06-12`. */
export type Interaction = {
  readonly id: number
  readonly client_id: number
  readonly client_name: string | null
  /** The event that it was about. */
  readonly event_id: number | null
  readonly event_title: string | null
  readonly at: string
  readonly kind: Kind
  /** null: there is nothing to say but that one spoke. */
  readonly text: string | null
  readonly next_on: string | null
  /** Whether nobody needs to call again. */
  readonly no_next: boolean
  /** Who wrote it; null for somebody who is gone. */
  readonly user_id: number | null
  readonly user_name: string | null
  readonly cancelled_at: string | null
}

const fields = fieldsOf('interaction', {
  text: { kind: 'lines', schema: (t) => text(t, { max: 10_000, lines: true }) },
  kind: {
    kind: 'enum',
    words: Object.keys(kinds),
    default: () => 'other',
    schema: (t) =>
      parser(t, (typed): Kind | InvalidValue => {
        const word = fold(typed)
        const found = Object.entries(kinds).find(([, words]) => words.some((one) => one === word))
        if (found) return found[0] as Kind
        return new InvalidValue(
          t.interaction.unknownKind({ received: excerpt(typed), words: Object.keys(kinds).join(', ') }),
        )
      }),
  },
  on: {
    kind: 'date',
    column: 'at',
    schema: (t) => date(t, { edge: 'start', past: true }),
    default: (t) => t.interaction.now,
  },
  next: { kind: 'date', column: 'next_on', schema: dayOrNone, nullable: true },
})

/** What is written down; an argument, because it is what a note is. */
export const textField = fields.text

/** The options of a note about a client, and those of one about an event, which sets no reminder. */
export const clientFields = { kind: fields.kind, on: fields.on, next: fields.next }
export const eventFields = { kind: fields.kind, on: fields.on }

export const cardColumns = columnsOf('interaction', {
  id: { kind: 'id' },
  client_id: { kind: 'reference' },
  event_id: { kind: 'reference', nameKey: 'event_title' },
  at: { kind: 'date' },
  kind: { kind: 'text', shown: ({ kind }, t) => t.interaction.kind[kind as Kind] },
  text: { kind: 'lines' },
  next_on: { kind: 'date' },
  no_next: { kind: 'yes-no', audience: 'program' },
  user_id: { kind: 'reference' },
  cancelled_at: { kind: 'date', audience: 'program' },
})
