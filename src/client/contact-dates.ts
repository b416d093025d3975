/** The dates of contact with a client that is created or changed. */
import { agreement } from '../command/agreement.ts'
import { withTimesOf } from '../field/kept-time.ts'
import type { Client, fields } from './client.ts'

export const edges = { first_contact_date: 'start', last_contact_date: 'start' } as const

/** A last contact before the first is told and saved: nobody means it, but no rule forbids it. */
export const contactsInOrder = agreement<typeof fields, Client>({
  between: ['firstContactDate', 'lastContactDate'],
  broken({ values, current, t }) {
    const typed = {
      first_contact_date: values.firstContactDate ?? current?.first_contact_date ?? null,
      last_contact_date:
        values.lastContactDate === undefined ? (current?.last_contact_date ?? null) : values.lastContactDate,
    }
    const { first_contact_date: first, last_contact_date: last } = withTimesOf<keyof typeof edges, typeof typed>(
      typed,
      edges,
      current,
      t,
    )
    if (!first || !last || !(Date.parse(last) < Date.parse(first))) return undefined
    return (words) => words.client.contactsReversed({ first: words.format.date(first) })
  },
})
