import { sql } from 'drizzle-orm'
import type { Resource } from '../access/catalogue.ts'
import { type Message, Outdated } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { storedText } from '../i18n/stored-text.ts'
import { onOneLine } from '../text/excerpt.ts'
import type { Connection } from './connection.ts'
import { comparable, type Expected, type Shown } from './expected.ts'

interface LastChange {
  readonly changed: string
  /** null: the owner of the database, past the program. */
  readonly person: string | null
  readonly at: string
}

/** A write that came too late. */
export interface Attempt {
  /** The columns that were to be written, with their new values. */
  readonly wanted: Readonly<Record<string, unknown>>
  readonly expected?: Expected | undefined
}

/**
 * Makes the error for a record that somebody else changed meanwhile. It lists each field with its present value and the one that was to be
 * written: the fields whose value is not the one that the form showed, and who changed them when; or, for `--if-version`, those whose
 * value is not the one that was to be written.
 *
 * @param now the record as it is
 */
export async function versionConflict(
  connection: Connection,
  resource: Resource,
  now: Shown & { readonly id: number },
  { wanted, expected }: Attempt,
): Promise<Outdated> {
  const { id, version } = now
  const before = typeof expected === 'object' ? expected : wanted
  const differing = Object.keys(wanted).filter((column) => comparable(now[column]) !== comparable(before[column]))
  // Only then it is known that they have changed, and who was the last has changed them since.
  const last = typeof expected === 'object' ? await lastChanges(connection, resource, id, differing) : []
  const label = (column: string, t: Catalog) => {
    const labels: Readonly<Record<string, string>> = 'label' in t[resource] ? t[resource].label : {}
    return labels[column] ?? column
  }
  const line =
    (column: string): Message =>
    (t) => {
      const shown = (value: unknown) => onOneLine(storedText(column, value, t))
      return t.refusal.staleField({
        ...{ label: label(column, t), now: shown(now[column]), yours: shown(wanted[column]) },
      })
    }
  const who = Object.values(Object.groupBy(last, ({ person, at }) => `${at} ${person}`)).map(
    (changes = []): Message =>
      (t) => {
        const [{ person: by, at } = { person: null, at: '' }] = changes
        const labels = changes.map(({ changed }) => label(changed, t)).join(', ')
        return t.refusal.staleBy({ labels, by, at: t.format.date(at) })
      },
  )
  return new Outdated((t) => t.refusal.stale({ noun: t.noun[resource], id, version }), {
    fields: Object.fromEntries(differing.map((column) => [column, line(column)])),
    more: [...differing.map(line), ...who],
    next: [`${resource} view ${id}`],
  })
}

/** Who changed these columns last; nothing where that cannot be asked: inside a pooler's transaction, which the refusal has ended. */
async function lastChanges(
  connection: Connection,
  resource: Resource,
  id: number,
  columns: readonly string[],
): Promise<readonly LastChange[]> {
  if (columns.length === 0) return []
  const names = sql.join(
    columns.map((column) => sql`${column}::text`),
    sql`, `,
  )
  const rows = await connection
    .query<{ change: LastChange }>(
      sql`select to_json(c) as change from epic_events.last_changes(${resource}::text, ${id}::integer, array[${names}]) c`,
    )
    .catch(() => [])
  return rows.map(({ change }) => change)
}
