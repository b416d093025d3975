/** What `--columns` names: the columns of a list by their JSON keys, in the order that was typed. */
import type { Message } from '../errors.ts'
import { type Column, nameKey } from '../field/column.ts'
import type { OutputFormat } from '../terminal/output/formats.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'

/** The option that every list with declared columns has. */
export const columnsOption = 'columns'

/**
 * Finds the columns that were named. Hyphens count as underscores. What lists usually leave out may be named too, because their rows have it.
 * Nothing that was asked for is dropped in a narrow window.
 *
 * @param format a person's column is no data, so the data formats do not know it
 * @returns the columns, or what is wrong with the names
 */
export function namedColumns(
  columns: readonly Column[],
  typed: string,
  format: OutputFormat,
): { readonly columns: readonly Column[] } | { readonly faults: readonly Message[] } {
  const known = new Map(columns.filter((one) => format === 'table' || one.audience !== 'person').flatMap(entries))
  const words = typed.split(',').map((word) => word.trim())
  const names = words.filter((word) => word !== '')
  const keys = names.map((word) => word.toLowerCase().replaceAll('-', '_'))
  const faults = names.flatMap((word, at): Message[] => {
    const key = keys[at] ?? ''
    const option = columnsOption
    const received = excerpt(word)
    if (!known.has(key)) {
      const near = nearest(key, [...known.keys()])
      const all = [...known.keys()].join(', ')
      return [(t) => t.usage.notAmong({ option, received, words: all, ...(near === undefined ? {} : { near }) })]
    }
    return keys.indexOf(key) < at ? [(t) => t.usage.namedTwice({ option, received })] : []
  })
  if (names.length === 0) return { faults: [(t) => t.usage.valueMissing({ option: columnsOption })] }
  return faults.length > 0 ? { faults } : { columns: keys.flatMap((key) => known.get(key) ?? []) }
}

/** The names that `--columns` takes. */
export function columnNames(columns: readonly Column[]): string[] {
  return columns.flatMap(entries).map(([name]) => name)
}

/** A column by its key, and the name of a reference by its own, as JSON has them. */
function entries({ cardOnly: _, dropPriority: __, audience: ___, ...column }: Column): [string, Column][] {
  if (column.kind !== 'reference') return [[column.key, column]]
  const name = nameKey(column)
  const { label } = column
  return [
    [column.key, { ...column, withoutName: true }],
    [name, { key: name, kind: 'text', label }],
  ]
}
