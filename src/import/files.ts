/** The files of an import: the spreadsheet, the rejected rows, and new passwords. */
import { lstatSync, realpathSync } from 'node:fs'
import { Refused, Usage } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { createPrivate, replacePrivate } from '../private-file.ts'
import { spreadsheetAt } from '../spreadsheet/open.ts'
import type { Separator, Sheet } from '../spreadsheet/sheet.ts'
import type { Io } from '../terminal/streams.ts'
import { csvCell, isPhone } from '../text/csv-cell.ts'
import { errno } from '../trusted-file.ts'
import { reasonColumn } from './read.ts'
import type { Reject } from './row.ts'

/** The word for standard input. */
export const standardInput = '-'

/** The spreadsheet's bytes. @throws Usage it cannot be read, or a person at a terminal would have to type it */
export async function bytesOf(path: string, { stdin }: Pick<Io, 'stdin'>): Promise<Blob> {
  if (path === standardInput) {
    if (stdin.isTerminal) throw new Usage((t) => t.importing.terminal)
    return new Blob([await stdin.bytes()])
  }
  return spreadsheetAt(path)
}

/** Refuses a name under which there is something else than a plain file, or the spreadsheet itself. @throws Refused · Usage */
export function requirePlain(path: string, source: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isFile()) throw new Refused((t) => t.importing.notPlain({ path }))
  if (source !== standardInput && realpathSync(source) === realpathSync(path))
    throw new Usage((t) => t.importing.sameFile)
}

/** Refuses a name that is taken. @throws Refused */
export function requireNew(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })) throw new Refused((t) => t.importing.fileExists({ path }))
}

/** Writes the rejected rows as they were, with a column that says why. What was there is replaced. @throws Refused */
export function writeRejects(path: string, sheet: Sheet, rejects: readonly Reject[], t: Catalog): void {
  const headings = sheet.headings.at(-1) === reasonColumn ? sheet.headings.slice(0, -1) : sheet.headings
  const rows = rejects.map(({ cells, reason }) => [
    ...Array.from(headings, (_, at) => cells[at] ?? ''),
    ...cells.slice(sheet.headings.length),
    reason(t),
  ])
  const text = [[...headings, reasonColumn], ...rows].map((row) =>
    row.map(sheet.kind === 'xlsx' ? defused : quotedFor(sheet.separator)).join(sheet.separator),
  )
  written(path, () => replacePrivate(path, `\ufeff${text.join('\r\n')}\r\n`))
}

/** The text of a workbook's cell is not defused, because nothing in it is a formula. In a CSV file it could be. */
const defused = (cell: string) => csvCell(cell, { number: isPhone(cell) })

const quotedFor = (separator: Separator) => (cell: string) =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Writes usernames and their first passwords to a new file. @throws Refused */
export function writePasswords(
  path: string,
  people: readonly { readonly username: string; readonly password: string }[],
): void {
  const lines = [{ username: 'username', password: 'password' }, ...people].map(
    (one) => `${one.username},${one.password}\n`,
  )
  written(path, () => createPrivate(path, lines.join('')))
}

function written(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    const reason = errno(error)
    if (reason === undefined) throw error
    throw new Refused((t) =>
      reason === 'EEXIST' ? t.importing.fileExists({ path }) : t.importing.notWritten({ path, reason }),
    )
  }
}
