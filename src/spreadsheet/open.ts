/** Opens a spreadsheet. Which file format, encoding and separator it has is found out from its bytes, never from its name. */
import { Usage } from '../errors.ts'
import { BadSheet, mended } from './bad-sheet.ts'
import { encodingOf, startsWith } from './encoding.ts'
import type { Sheet, SheetOptions } from './sheet.ts'

/**
 * Reads the beginning of a spreadsheet.
 *
 * @param file the bytes, which are read several times: a file (`Bun.file(path)`), or what came through a pipe (`new Blob(…)`)
 * @throws Usage it is no spreadsheet, or has no headings
 */
export async function openSheet(file: Blob, o: SheetOptions): Promise<Sheet> {
  if (await startsWith(file, 'PK\x03\x04')) return (await import('./xlsx.ts')).openWorkbook(file)
  const encoding = await encodingOf(file)
  const sheet = await (await import('./csv.ts')).openCsv(file, encoding, o)
  if (sheet.headings.every((heading) => heading === ''))
    throw new BadSheet((t, file) => t.spreadsheet.empty({ file }), mended)
  return sheet
}

/**
 * The bytes of a file by its path. What comes through a pipe (`<(…)`, `/dev/stdin`) cannot be read twice, so it is held.
 *
 * @throws Usage it cannot be read
 */
export async function spreadsheetAt(path: string): Promise<Blob> {
  const { stat, readFile } = await import('node:fs/promises')
  try {
    if ((await stat(path)).isFile()) {
      const file = Bun.file(path)
      await file.slice(0, 1).bytes()
      return file
    }
    return new Blob([await readFile(path)])
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new Usage((t) => t.spreadsheet.unreadable({ path, reason }), { cause: error })
  }
}
