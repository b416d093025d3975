/** All SQL of the sessions that people see and end. The database decides which ones those are (`epic_events.live_sessions`). */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type Need, requirePermission } from '../db/judgement.ts'
import type { Missing } from '../db/missing.ts'
import { type Listing, type PageOf, page } from '../db/page.ts'
import { idOf } from '../db/reference.ts'
import { read, write } from '../db/statement.ts'
import { unresolved } from '../db/unresolved.ts'
import { type Message, NotFound } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { isNamed, type Named, type Reference } from '../field/reference.ts'
import type { OpenSession } from './sessions.ts'

/** Of whom: this user; everybody whose sessions one may see; or, with neither, oneself. */
export interface Filter {
  readonly user?: Reference | undefined
  readonly everyone: boolean
}

/** Is this session one of the caller's own? */
const own = sql`s.user_id = (select epic_events.uid())`

/**
 * One page of open sessions in order of id.
 *
 * @throws Unauthenticated · Forbidden others are asked for without `user:update`. An empty list would say that they are logged out
 * @throws NotFound · Ambiguous
 */
export async function list(connection: Connection, o: Filter & Listing): Promise<PageOf<OpenSession>> {
  const user = isNamed(o.user) ? await named(connection, o.user) : o.user
  const found = await page<OpenSession>(connection, undefined, {
    limit: o.limit,
    after: o.after,
    count: o.count,
    only: o.only,
    columns: sql`s.*`,
    from: sql`epic_events.live_sessions() s`,
    alias: 's',
    where: user !== undefined ? sql`s.user_id = ${user}` : o.everyone ? sql`true` : own,
  })
  const others = user === undefined ? o.everyone : user !== found.facts.user_id
  if (others) requirePermission(found.facts, ofOthers)
  return found
}

const ofOthers: Need = { permission: 'user:update', scoped: false }

/** The user of that name. Who may see no sessions but their own is told so, whatever the name means. */
async function named(connection: Connection, user: Named): Promise<number> {
  const { currentUser, rows } = await read<{ id: number | null }>(
    connection,
    undefined,
    sql`select ${idOf('user', user)} as id`,
  )
  const id = rows[0]?.id ?? null
  if (id !== currentUser.user_id) requirePermission(currentUser, ofOthers)
  if (id === null) throw await unresolved(connection, 'user', user, 'user_id')
  return id
}

const missing = (id: number): Missing => ({
  message: (t) => t.refusal.noSuch({ noun: t.noun.session, id }),
  next: ['session list'],
})

/**
 * Ends one session.
 *
 * @returns the session as it was, and whether it was one of the caller's own
 * @throws Unauthenticated · NotFound it is over, or the caller may not see it: both get the same answer, so that ids tell nothing
 */
export async function end(connection: Connection, id: number): Promise<OpenSession & { readonly own: boolean }> {
  const { before, after } = await write<OpenSession & { readonly own: boolean }>(connection, {
    needs: [],
    target: {
      select: sql`s.*, ${own} as own`,
      from: sql`epic_events.live_sessions() s where s.id = ${id}`,
      alias: 's',
    },
    write: (may) => sql`
      select t.* from target t where case when ${may} then epic_events.end_session(t.id) else false end`,
    returning: sql`d.id`,
    missing: missing(id),
  })
  // Somebody else ended it while this statement ran.
  if (!before || !after) throw new NotFound(missing(id).message, { next: missing(id).next ?? [] })
  return before
}

/** The sessions that one may end: one's own first, and then those of others by their names. */
export async function choices(
  connection: Connection,
  _given: unknown,
  t: Parameters<Message>[0],
  limit: number,
): Promise<Choice<number>[]> {
  const { rows } = await read<OpenSession & { readonly own: boolean }>(
    connection,
    undefined,
    sql`
      select s.*, ${own} as own from epic_events.live_sessions() s
      order by own desc, s.user_name, s.id
      limit ${limit + 1}`,
  )
  return rows.map(({ id, user_name, device, last_used_at, current, own }) => {
    const where = device ?? t.session.unknownDevice
    return {
      value: id,
      label: own ? where : `${user_name} · ${where}`,
      hint: [`#${id}`, t.format.date(last_used_at), ...(current ? [t.session.thisOne] : [])].join(' · '),
    }
  })
}
