/** Records that somebody refers to, as far as they may see them. */
import { type SQL, sql } from 'drizzle-orm'
import { isNamed, type Noun, type Reference } from '../field/reference.ts'
import { idOf } from './reference.ts'

/** The roles that somebody may know: those they may see, and those that colleagues have. */
export const roles = (): SQL =>
  sql`select o.id, o.name from epic_events_api.role o union select p.role_id, p.role from epic_events_api.colleague p`

/** Made when they are needed: each piece of SQL takes 20 µs, and every command would make all of them. */
const seen: Readonly<Record<Noun, () => { readonly from: SQL; readonly name: SQL }>> = {
  client: () => ({ from: sql`epic_events_api.client`, name: sql`r.full_name` }),
  company: () => ({ from: sql`epic_events_api.company`, name: sql`r.name` }),
  contract: () => ({ from: sql`epic_events_api.contract`, name: sql`r.id::text` }),
  event: () => ({ from: sql`epic_events_api.event`, name: sql`r.title` }),
  user: () => ({ from: sql`epic_events_api.colleague`, name: sql`r.full_name` }),
  role: () => ({ from: sql`(${roles()})`, name: sql`r.name` }),
}

/** A record that a filter refers to. */
export interface Referred {
  /** The filter. */
  readonly name: string
  readonly noun: Noun
  readonly reference: Reference
  /** `true`: the record may be gone, and its id is taken as it is. */
  readonly gone: boolean
}

/** The id of a record that was referred to; null where the caller may not see it, or there is none. */
export const seenId = (noun: Noun, reference: Reference): SQL =>
  isNamed(reference)
    ? idOf(noun, reference)
    : sql`(select r.id from ${seen[noun]().from} r where r.id = ${reference}::integer)`

/** A record as JSON: its id and its name. */
export const described = (noun: Noun, id: SQL): SQL =>
  sql`select json_build_object('id', r.id, 'name', ${seen[noun]().name}) from ${seen[noun]().from} r where r.id = ${id}`
