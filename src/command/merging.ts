/** What a person is told before two records are merged, and afterwards. */
import type { Call } from '../app.ts'
import type { Mergeable, Moved } from '../db/merge.ts'
import { Usage } from '../errors.ts'
import type { Column, Row } from '../field/column.ts'
import type { Reference } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** A record by its id and its name. */
export interface Side {
  readonly id: number
  readonly name: string
}

/** The two records of a merge. */
export interface Sides {
  readonly keep: Side
  readonly dropped: Side
}

/** What moves from one record to the other. Without events it is what has moved. */
export interface Moving extends Partial<Moved> {
  readonly events?: number
}

/** Refuses to merge a record with itself. @param one · other as typed, or as they were found @throws Usage */
export function requireTwo(noun: Mergeable, one: Reference, other: Reference): void {
  if (typeof one === 'number' && one === other)
    throw new Usage((t) => t.merge.same({ noun: t.noun[noun], id: one }), { next: [`help ${noun} merge`] })
}

/** `2 contracts, 1 event and 3 notes`; nothing where nothing moves. */
export function whatMoves({ contracts = 0, events = 0, interactions = 0, clients = 0 }: Moving, t: Catalog): string {
  const parts = Object.entries({ contracts, events, interactions, clients }).flatMap(([kind, count]) =>
    count > 0 ? [t.merge.counted({ kind: kind as keyof Moving, count, shown: t.format.count(count) })] : [],
  )
  return parts.length === 0 ? '' : t.format.listing(parts)
}

/**
 * Shows a merge before it is confirmed: what moves, what the record that stays gets, and which values of the other one are lost.
 *
 * @param o.becomes the record that stays as it will be
 */
export async function showMerge(
  { out, t }: Pick<Call, 'out' | 't'>,
  sides: Sides,
  o: {
    readonly moving: Moving
    readonly columns: readonly Column[]
    readonly keep: Row
    readonly dropped: Row
    readonly becomes: Row
  },
): Promise<void> {
  const { keep, dropped, becomes, columns } = o
  const what = whatMoves(o.moving, t)
  await out.note((words) => (what === '' ? words.merge.nothingMoves(sides) : words.merge.moves({ what, ...sides })))
  const filled = columns.filter(({ key }) => keep[key] !== becomes[key])
  if (filled.length > 0) {
    await out.note((words) => words.merge.fills(sides))
    await out.changes(filled, keep, becomes)
  }
  const lost = columns.filter(({ key }) => dropped[key] !== null && dropped[key] !== becomes[key])
  if (lost.length > 0) {
    await out.note((words) => words.merge.loses(sides))
    await out.changes(lost, dropped, becomes)
  }
}
