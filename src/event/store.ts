/**
 * All SQL of events. Rows come back with their JSON keys, and the database shows only what the caller may see. It also judges the business
 * rules: a write that breaks one is refused by the name of its constraint (db/rule-errors.ts has the sentences).
 */
import { type SQL, sql } from 'drizzle-orm'
import { neededFor, type Permission } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { asExpected, type Expected, isExpected } from '../db/expected.ts'
import { inAnyScope } from '../db/judgement.ts'
import { assignments, atVersion, type Patch } from '../db/page.ts'
import { idIn, idOf, type References, referencesOf, shownReference, withFound, withIds } from '../db/reference.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { type Changed, judge, readOne, write } from '../db/statement.ts'
import { type Attempt, versionConflict } from '../db/version-conflict.ts'
import { type Message, NotFound, type Refused } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import { type Clash, clashesOf, strictly, twinOf } from './clash-store.ts'
import type { Event, EventCard } from './event.ts'
import { isKept, keepingNotes, NotesKept } from './notes-store.ts'

export { choicesFor, dates, type EventDates, forNote, supports } from './choices-store.ts'

/**
 * What other records say of an event, each a select: its client, as far as the caller sees the contract and the client, and the names of its
 * colleagues. The client is looked up once for all its columns, because each lookup plans the policies of both anew.
 *
 * @param from the alias of the event
 */
export const othersOf = (from: SQL) => ({
  client: sql`select k.client_id, c.full_name, c.email, c.phone
    from epic_events_api.contract k left join epic_events_api.client c on c.id = k.client_id where k.id = ${from}.contract_id`,
  commercial: nameOf(sql`${from}.commercial_id`),
  support: nameOf(sql`${from}.support_contact_id`),
})

/**
 * The columns of an event. Its client is joined as `o`.
 *
 * @param from the alias of the row
 * @param names where a list has joined them
 */
export const record = (
  from: SQL,
  names: Omit<ReturnType<typeof othersOf>, 'client'> = othersOf(from),
) => sql`${from}.id, ${from}.contract_id, o.client_id, o.full_name as client_name, ${from}.commercial_id,
  (${names.commercial}) as commercial_name, ${from}.title, ${from}.full_address, ${from}.support_contact_id,
  (${names.support}) as support_contact_name, ${from}.start_date, ${from}.end_date, ${from}.participant_count, ${from}.notes,
  ${from}.created_at, ${from}.updated_at, ${from}.version`

/** The columns of one event that is shown alone, joined with its client as `o` and `namesFor`. */
export const card = (from: SQL) => {
  const nameOf = (column: SQL) => sql`p.names ->> ${from}.${column}::text`
  const names = { commercial: nameOf(sql`commercial_id`), support: nameOf(sql`support_contact_id`) }
  return sql`${record(from, names)}, o.email as client_email, o.phone as client_phone`
}

/** The names of both colleagues, of one reading. */
const namesFor = (from: SQL) => sql` cross join lateral (select json_object_agg(p.id, p.full_name) as names
  from epic_events_api.colleague p where p.id in (${from}.commercial_id, ${from}.support_contact_id)) p`

export const joinedTo = (from: SQL) =>
  sql` left join lateral (${othersOf(from).client} offset 0) o on true${namesFor(from)}`

/** The same for an event that was written and has the contract that it had: its client was looked up already. */
const joinedToTarget = (from: SQL) => sql` cross join (
  select t.client_id, t.client_name as full_name, t.client_email as email, t.client_phone as phone from target t) o${namesFor(from)}`

/** A colleague's full name, which everybody who is signed in may read. */
const nameOf = (person: SQL) => sql`select p.full_name from epic_events_api.colleague p where p.id = ${person}`

const e = sql.raw('e')
const d = sql.raw('d')

/** What to say where there is no such event, or no such contract. */
export const missing = (by: Reference, noun: 'event' | 'contract' = 'event') => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun[noun], id: shownReference(by) })) satisfies Message,
  next: [`${noun} list`],
})

/** The contract that an event was to go to is absent or hidden. */
export function contractNotFound(by: Reference): NotFound {
  const { message, next } = missing(by, 'contract')
  return new NotFound(message, { fields: { contract_id: message }, next })
}

/** An event as it was written, and when its support is busy besides; null where nothing was written that it depends on. */
export type WrittenEvent = EventCard & {
  readonly clashes: readonly Clash[] | null
  /** Another event of its contract with its title and its start. */
  readonly twin?: number | null
}

/** One event. @param toDo as for readOne @throws NotFound · Ambiguous · Forbidden */
export const view = (connection: Connection, by: Reference, ...toDo: readonly Permission[]): Promise<EventCard> =>
  viewWith<EventCard>(connection, by, sql``, ...toDo)

/** The same with more columns of the row e, behind a comma. */
export const viewWith = <R extends EventCard>(
  connection: Connection,
  by: Reference,
  more: SQL,
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'event:view', {
    columns: sql`${card(e)}${more}`,
    from: sql`epic_events_api.event e${joinedTo(e)} where e.id = ${idOf('event', by)}`,
    alias: 'e',
    missing: missing(by),
    by: { noun: 'event', reference: by },
    toDo,
  })

export interface NewEvent {
  readonly contractId: Reference
  readonly title: string
  readonly fullAddress: string
  /** RFC 3339. */
  readonly startDate: string
  readonly endDate: string
  readonly participantCount?: number
  readonly supportContactId?: Reference | null
  readonly notes?: string | null
}

/**
 * Creates an event under a signed contract.
 *
 * @param strict refuses a support who has another event then
 * @throws NotFound the contract · Ambiguous · Forbidden not one's own client, or a support named without the right to assign one
 * @throws Refused a rule: the contract is not signed, it ends before it starts, the person is no active support
 */
export async function create(connection: Connection, o: NewEvent, strict = false): Promise<WrittenEvent> {
  const references = newReferences(o.contractId, o.supportContactId ?? null)
  const support = idIn(references, 'support_contact_id')
  const { setting, isSet } = strictly(strict)
  const { after } = await write<WrittenEvent>(connection, {
    ...newOf(o.contractId, o.supportContactId, references),
    write: (may) => sql`${setting}
      insert into epic_events_api.event
        (contract_id, title, full_address, start_date, end_date, participant_count, support_contact_id, notes)
      select ${idIn(references, 'contract_id')}, ${o.title}::text, ${o.fullAddress}::text,
        ${o.startDate}::timestamptz, ${o.endDate}::timestamptz, ${o.participantCount ?? 0}::integer,
        ${support}, ${o.notes ?? null}::text
      where ${may}${isSet}
      returning *`,
    returning: sql`${card(d)}, ${o.supportContactId ? clashesOf(d) : sql`null::json`} as clashes, ${twinOf(d)} as twin`,
    joined: joinedTo(d),
    constraintErrors: { event_contract_fk: () => contractNotFound(o.contractId) },
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return after
}

export const newReferences = (contract: Reference, support: Reference | null): References => ({
  contract_id: { noun: 'contract', reference: contract },
  support_contact_id: { noun: 'user', reference: support },
})

/** What a new event of a contract needs. The row stands for the event, so that scopes are judged as the policy judges it. */
export const newOf = (contract: Reference, support: Reference | null | undefined, references: References) => ({
  needs: [inAnyScope('event:create'), ...(support === undefined ? [] : [inAnyScope('event:assign_support')])],
  target: {
    select: sql`w.contract_id, w.is_signed`,
    from: sql`(
      select null::integer as id, k.id as contract_id, k.commercial_id, k.is_signed,
        ${idIn(references, 'support_contact_id')} as support_contact_id
      from epic_events_api.contract k
      where k.id = ${idIn(references, 'contract_id')}) w`,
    alias: 'w',
  },
  references,
  missing: missing(contract, 'contract'),
})

/** Refuses a contract under which the caller cannot make an event. @throws as `create` */
export async function judgeContract(connection: Connection, contract: Reference): Promise<void> {
  const references = newReferences(contract, null)
  type Found = { readonly contract_id: number; readonly is_signed: boolean }
  const found = await judge<Found>(connection, newOf(contract, undefined, references))
  if (found?.is_signed === false)
    throw expectedRefusal('event_contract_signed', { contract: found.contract_id, signed: false })
}

/** What may be changed. */
export type EventPatch = Patch<
  Pick<Event, 'title' | 'full_address' | 'start_date' | 'end_date' | 'participant_count' | 'notes'> & {
    contract_id: Reference
    support_contact_id: Reference | null
  }
>

/** The columns by whose change a support can come to be busy. */
const engaging = ['support_contact_id', 'start_date', 'end_date', 'full_address'] as const

/**
 * Changes some columns of an event; which permissions that needs depends on the columns (docs/PRODUCT.md §4).
 *
 * @param o.strict as for `create`
 * @param o.keepNotes notes that have text are not replaced
 * @throws NotFound the event, or the contract it is to go to · Ambiguous · Forbidden · NotesKept
 * @throws Refused a rule: the contract is not signed, it ends before it starts, the person is no active support · it changed meanwhile
 */
export async function update(
  connection: Connection,
  by: Reference,
  patch: EventPatch,
  expected?: Expected,
  { strict = false, keepNotes = false }: { readonly strict?: boolean; readonly keepNotes?: boolean } = {},
): Promise<Changed<WrittenEvent>> {
  if (Object.keys(patch).length === 0) {
    const now = { ...(await view(connection, by)), clashes: null }
    return { before: now, after: now }
  }
  const { setting, isSet } = strictly(strict)
  const clashes = engaging.some((column) => column in patch) ? clashesOf(d) : sql`null::json`
  const references: References = {
    id: { noun: 'event', reference: by },
    ...referencesOf(patch, { contract_id: 'contract', support_contact_id: 'user' }),
  }
  const id = idIn(references, 'id')
  const { contract_id: contract } = patch
  const notes = keepNotes ? patch.notes : undefined
  // Who may move events everywhere could otherwise move one to a contract that they cannot see.
  const contractVisible =
    contract === undefined
      ? sql`true`
      : sql`exists (select from epic_events_api.contract k where k.id = ${idIn(references, 'contract_id')})`
  // Otherwise it may have been moved at this very moment, and its client would be another one than was seen.
  const unmoved = contract === undefined ? sql` and e.contract_id = (select t.contract_id from target t)` : sql``
  const { before, after, found } = await write<WrittenEvent & { readonly contract_visible: boolean }>(connection, {
    needs: neededFor('event', Object.keys(patch)),
    references,
    target: {
      select: sql`${card(e)}, ${contractVisible} as contract_visible`,
      from: sql`epic_events_api.event e${joinedTo(e)} where e.id = ${id}`,
      alias: 'e',
    },
    write: (may) => sql`${setting}
      update epic_events_api.event e
      set ${assignments(withIds(patch, references))}
      where e.id = ${id} and ${may}${isSet} and (select t.contract_visible from target t)${unmoved}${keepingNotes(e, notes)}${asExpected('e', expected, withIds(patch, references))}
      returning e.*`,
    returning: sql`${card(d)}, ${clashes} as clashes`,
    joined: contract === undefined ? joinedToTarget(d) : joinedTo(d),
    missing: missing(by),
    constraintErrors: contract === undefined ? {} : { event_contract_fk: () => contractNotFound(contract) },
  })
  if (!after) {
    const isCurrent = before && isExpected(before, expected, Object.keys(patch))
    if (contract !== undefined && isCurrent && !before.contract_visible) throw contractNotFound(contract)
    if (isCurrent && isKept(before, notes)) throw new NotesKept(before)
    throw await outdated(connection, before, { wanted: withFound(patch, found), expected })
  }
  return { before, after }
}

/** Somebody else changed the event meanwhile. @param before as it was seen */
export async function outdated(
  connection: Connection,
  before: { readonly id: number } | null,
  o: Attempt = { wanted: {} },
): Promise<Refused> {
  if (!before) throw new Error('an event that was found was seen')
  return versionConflict(connection, 'event', await view(connection, before.id), o)
}

/** Makes a colleague the support of an event. @throws as `update` */
export const assignSupport = (
  connection: Connection,
  by: Reference,
  support: Reference,
  ifVersion?: number,
  strict = false,
): Promise<Changed<WrittenEvent>> => update(connection, by, { support_contact_id: support }, ifVersion, { strict })

/** Deletes an event. @returns which it was @throws NotFound · Ambiguous · Refused it changed meanwhile */
export async function remove(connection: Connection, by: Reference, ifVersion?: number): Promise<Titled> {
  const references: References = { id: { noun: 'event', reference: by } }
  const id = idIn(references, 'id')
  const { before, after } = await write<Titled>(connection, {
    needs: [inAnyScope('event:delete')],
    references,
    target: { select: sql`e.id, e.title`, from: sql`epic_events_api.event e where e.id = ${id}`, alias: 'e' },
    write: (may) => sql`
      delete from epic_events_api.event e
      where e.id = ${id} and ${may}${atVersion('e', ifVersion)}
      returning e.id, e.title`,
    returning: sql`d.id, d.title`,
    missing: missing(by),
  })
  if (!after) throw await outdated(connection, before)
  return after
}

type Titled = Pick<Event, 'id' | 'title'>
