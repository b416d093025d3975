/** The one error about everything that is wrong with a command line. */
import { type Message, Usage } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Problem } from './parse.ts'

/** A required value that was not given. */
export interface Missing {
  readonly key: string
  readonly column: string
  /** As typed: `--full-name`, `ID`. */
  readonly name: string
}

/**
 * One error that tells everything that is wrong.
 *
 * @param path the command whose help is named as the next step
 * @param line the line that was probably meant, which is then named instead
 */
export function usageError(
  path: readonly string[],
  problems: readonly Problem[],
  missing: readonly Missing[] = [],
  line = ['help', ...path].join(' '),
): Usage {
  const sentences: Message[] = problems.map(({ message }) => message)
  if (missing.length > 0) sentences.push((t) => t.usage.missing({ names: missing.map(({ name }) => name) }))
  const [only = (t: Catalog) => t.usage.several({ count: 0 })] = sentences
  const several = sentences.length > 1
  return new Usage(several ? (t) => t.usage.several({ count: problems.length + missing.length }) : only, {
    fields: Object.fromEntries([
      ...problems.map(({ column, message, fieldMessage }) => [column, fieldMessage ?? message]),
      ...missing.map(({ column }) => [column, (t: Catalog) => t.usage.absent]),
    ]),
    ...(several ? { more: sentences } : {}),
    next: [line],
  })
}
