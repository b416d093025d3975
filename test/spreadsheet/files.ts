/** Spreadsheets for tests, from text. */

import { AppError } from '../../src/errors.ts'
import { openSheet } from '../../src/spreadsheet/open.ts'
import type { Sheet, SheetRow } from '../../src/spreadsheet/sheet.ts'
import { en, fr } from '../field/read.ts'

type Encoding = 'utf-8' | 'utf-8 with mark' | 'utf-16le' | 'utf-16be' | 'utf-16le without mark' | 'windows-1252'

/** What Windows-1252 has between 0x80 and 0x9f, where Latin-1 has control characters. */
const windows = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

export function encoded(text: string, encoding: Encoding): Uint8Array {
  const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(text)
    case 'utf-8 with mark':
      return new TextEncoder().encode(`\ufeff${text}`)
    case 'utf-16le':
      return wide(`\ufeff${text}`)
    case 'utf-16le without mark':
      return wide(text)
    case 'utf-16be':
      return new Uint8Array(Buffer.from(wide(`\ufeff${text}`)).swap16())
    case 'windows-1252':
      return Uint8Array.from(text, (character) => {
        const at = windows.indexOf(character)
        return at === -1 ? character.charCodeAt(0) : 0x80 + at
      })
  }
}

/** A file whose bytes come in pieces of this size. */
export function inPieces(bytes: Uint8Array, size: number): Blob {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>])
  const stream = () => {
    let at = 0
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size))
        else controller.close()
        at += size
      },
    })
  }
  return Object.defineProperty(blob, 'stream', { value: stream })
}

/** Opens a text as a file in UTF-8. */
export const sheetOf = (text: string, keys: readonly string[] = []): Promise<Sheet> =>
  openSheet(new Blob([text]), { keys })

/** All rows, with the line of each. */
export async function linesOf(sheet: Sheet): Promise<SheetRow[]> {
  return Array.fromAsync(sheet.rows())
}

/** All cells. */
export async function cellsOf(sheet: Sheet): Promise<(readonly string[])[]> {
  return (await linesOf(sheet)).map(({ cells }) => cells)
}

/** The sentences of an error and its exit code, in English or French. */
export async function refusalOf(work: () => unknown, t = en): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [`${error.exit}: ${error.userMessage(t)}`, ...(error.detail.more ?? []).map((more) => more(t))].join('\n')
  }
  throw new Error('it was accepted')
}

export { en, fr }
