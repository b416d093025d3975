/**
 * How the bytes of a text file are to be read. It is decided over all of them, not over a sample: the first accent may stand in the last line,
 * and in Windows-1252 an É before a no-break space looks like a character of UTF-8.
 */
import { BadSheet, mended, saved } from './bad-sheet.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** The first bytes of files that people take for spreadsheets in text. */
const signatures = {
  // Excel until 2003, and every workbook with a password.
  oldExcel: '\xd0\xcf\x11\xe0',
  utf8Mark: '\xef\xbb\xbf',
  littleEndian: '\xff\xfe',
  bigEndian: '\xfe\xff',
} as const

/** Whether a file begins with these bytes, each written as a character. */
export async function startsWith(file: Blob, signature: string): Promise<boolean> {
  const first = await file.slice(0, signature.length).bytes()
  return String.fromCharCode(...first) === signature
}

/**
 * Finds the encoding. What is neither UTF-16 nor valid UTF-8 is Windows-1252, in which every byte is a character.
 *
 * @throws Usage the bytes are no text, or text in two encodings
 */
export async function encodingOf(file: Blob): Promise<Encoding> {
  const first = String.fromCharCode(...(await file.slice(0, 4).bytes()))
  if (first.startsWith(signatures.oldExcel)) throw new BadSheet((t, file) => t.spreadsheet.oldExcel({ file }), saved)
  const wide = wideEncoding(first)
  if (wide) {
    for await (const text of decoded(file, wide)) if (text === undefined || text.includes('\0')) throw notText()
    return wide
  }
  let isUtf8 = true
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of chunks(file)) {
    if (bytes.includes(0)) throw notText()
    isUtf8 &&= decodes(decoder, bytes)
  }
  if (isUtf8 && decodes(decoder)) return 'utf-8'
  await refuseMixture(file, first.startsWith(signatures.utf8Mark))
  return 'windows-1252'
}

const notText = () => new BadSheet((t, file) => t.spreadsheet.notText({ file }), saved)

/** UTF-16 with a byte order mark, or with NULs between its first two characters, as PowerShell writes it (motdotla/dotenv#445). */
function wideEncoding(first: string): 'utf-16le' | 'utf-16be' | undefined {
  if (first.startsWith(signatures.littleEndian) || /^[^\0]\0[^\0]\0/.test(first)) return 'utf-16le'
  if (first.startsWith(signatures.bigEndian) || /^\0[^\0]\0[^\0]/.test(first)) return 'utf-16be'
  return undefined
}

function decodes(decoder: TextDecoder, bytes?: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined })
    return true
  } catch {
    return false
  }
}

/**
 * Two files in two encodings that were put into one: reading the second half right would spoil the first. In Windows-1252 few characters look
 * like UTF-8, so more of them than of the others means such a file.
 *
 * @throws Usage naming the first line that is not UTF-8
 */
async function refuseMixture(file: Blob, marked: boolean): Promise<void> {
  let [valid, broken, line, brokenAt] = [marked ? Number.POSITIVE_INFINITY : 0, 0, 1, 0]
  const decoder = new TextDecoder('utf-8')
  for await (const bytes of chunks(file)) {
    for (const [found] of decoder.decode(bytes, { stream: true }).matchAll(/[\n\u0080-\u{10ffff}]/gu)) {
      if (found === '\n') line++
      else if (found !== '\ufffd') valid++
      else if (broken++ === 0) brokenAt = line
    }
  }
  if (valid > broken)
    throw new BadSheet((t, file) => t.spreadsheet.mixture({ file, line: t.format.count(brokenAt) }), mended)
}

/** The text of a file, piece by piece; undefined in the place of what is not in that encoding. A byte order mark is no part of it. */
export async function* decoded(file: Blob, encoding: Encoding): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (bytes?: Uint8Array) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      return undefined
    }
  }
  for await (const bytes of chunks(file)) yield decode(bytes)
  yield decode()
}

const chunks = (file: Blob): AsyncIterable<Uint8Array> => file.stream() as unknown as AsyncIterable<Uint8Array>
