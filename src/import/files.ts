/** The files of an import: the spreadsheet, the rejected rows, and new passwords. */
import { lstatSync, statSync } from 'node:fs'
import { Refused, Usage } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { createPrivate } from '../private-file.ts'
import { spreadsheetAt } from '../spreadsheet/open.ts'
import type { Separator, Sheet } from '../spreadsheet/sheet.ts'
import { outputFile } from '../terminal/file.ts'
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

/** Refuses a name that is taken. @throws Refused */
export function requireNew(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })) throw new Refused((t) => t.importing.fileExists({ path }))
}

/** The file for the rejected rows. */
export interface RejectsFile {
  /** Writes the rows, once: what was written before a transaction is committed is not written again. @throws Unavailable the disk failed */
  write(rejects: readonly Reject[]): Promise<void>
  /** Puts it in its place, if there are such rows. What was there is replaced. @throws Refused something else stands there by now */
  keep(): void
  /** Removes what was written, unless it was kept. */
  drop(): void
}

/** Begins the file for the rejected rows. @throws Refused it cannot be written, or must not be replaced · Usage it is the spreadsheet itself */
export function rejectsFile(path: string, source: string, sheet: Sheet, t: Catalog): RejectsFile {
  const file = outputFile(path, { mode: 0o600 })
  if (source !== standardInput && isSame(path, source)) {
    file.drop()
    throw new Usage((t) => t.importing.sameFile({ path }))
  }
  let isWritten = false
  return {
    async write(rejects) {
      if (isWritten || rejects.length === 0) return
      await file.stream.write(rejectsText(sheet, rejects, t))
      isWritten = true
    },
    keep: () => void (isWritten && file.keep()),
    drop: () => file.drop(),
  }
}

function isSame(path: string, source: string): boolean {
  const [one, other] = [path, source].map((each) => statSync(each, { throwIfNoEntry: false }))
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev
}

/** The rows as they were, with a column that says why. Cells that have no heading come behind it. */
function rejectsText(sheet: Sheet, rejects: readonly Reject[], t: Catalog): string {
  const headings = sheet.headings.at(-1) === reasonColumn ? sheet.headings.slice(0, -1) : sheet.headings
  const rows = rejects.map(({ cells, reason }) => [
    ...Array.from(headings, (_, at) => cells[at] ?? ''),
    reason(t),
    ...cells.slice(sheet.headings.length),
  ])
  const text = [[...headings, reasonColumn], ...rows].map((row) =>
    row.map(sheet.kind === 'xlsx' ? defused : quotedFor(sheet.separator)).join(sheet.separator),
  )
  return `\ufeff${text.join('\r\n')}\r\n`
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
  try {
    createPrivate(path, lines.join(''))
  } catch (error) {
    const reason = errno(error)
    if (reason === undefined) throw error
    throw new Refused((t) =>
      reason === 'EEXIST' ? t.importing.fileExists({ path }) : t.output.cannotMake({ file: path, reason }),
    )
  }
}
