/** What the names in a file mean. Each is looked up once, together with all others of its batch. */
import type { Connection } from '../db/connection.ts'
import { findNames, type NameFound } from '../db/import/statements.ts'
import { unresolved } from '../db/unresolved.ts'
import { Ambiguous, type AppError, type Message, NotFound } from '../errors.ts'
import { isNamed, type Noun } from '../field/reference.ts'
import { excerpt } from '../text/excerpt.ts'

export interface Names {
  /** Looks up what is not known yet. */
  learn(rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  /** The records that a name means; it must have been looked up. */
  find(noun: Noun, typed: string): NameFound
  /** A company that was created, under the key of its name. */
  created(key: string, id: number): void
  /** The error for a name that means no record, or several. */
  error(noun: Noun, typed: string, column: string): Promise<AppError>
}

/** Similar names are looked for this often. A file with more unknown names than this hardly has slips of the pen. */
const mostExplained = 50

/** @param nouns the columns that refer to records */
export function namesOf(connection: Connection, nouns: Readonly<Record<string, Noun>>): Names {
  const known = new Map<string, NameFound>()
  const errors = new Map<string, AppError>()
  const made = new Map<string, number>()
  const id = (noun: Noun, typed: string) => `${noun} ${typed}`
  return {
    async learn(rows) {
      const wanted = new Map<Noun, Set<string>>()
      for (const values of rows) {
        for (const [column, noun] of Object.entries(nouns)) {
          const value = values[column]
          if (!isNamed(value) || known.has(id(noun, value.typed))) continue
          wanted.set(noun, (wanted.get(noun) ?? new Set()).add(value.typed))
        }
      }
      for (const [noun, typed] of wanted) {
        for (const found of await findNames(connection, noun, [...typed])) known.set(id(noun, found.typed), found)
      }
    },
    find(noun, typed) {
      const found = known.get(id(noun, typed))
      if (!found) throw new Error('a name that was not looked up')
      const company = noun === 'company' && found.ids.length === 0 ? made.get(found.key) : undefined
      return company === undefined ? found : { ...found, ids: [company] }
    },
    created: (key, company) => void made.set(key, company),
    async error(noun, typed, column) {
      const key = id(noun, typed)
      const explained = errors.get(key)
      if (explained) return explained
      if (errors.size >= mostExplained) return plain(noun, typed, (known.get(key)?.ids.length ?? 0) > 1)
      const error = await unresolved(connection, noun, { typed, exact: true }, column)
      errors.set(key, error)
      return error
    },
  }
}

/** The same without similar names. */
function plain(noun: Noun, typed: string, several: boolean): AppError {
  const received = excerpt(typed)
  const message: Message = (t) =>
    several ? t.refusal.severalNamed({ noun, received }) : t.refusal.noneNamed({ noun, received, near: [] })
  return several ? new Ambiguous(message) : new NotFound(message)
}
