/** The files inside of a ZIP archive (APPNOTE 6.3), unpacked piece by piece: no archive, however it lies about its sizes, fills the memory. */
import { BadSheet, mended, saved } from './bad-sheet.ts'

/** A file inside of the archive. */
export interface Entry {
  readonly method: number
  /** Where its own header begins. */
  readonly at: number
  readonly packedSize: number
}

/** The end of the central directory, behind which a comment of at most 65 535 bytes may stand. */
const endSize = 22
const longestComment = 65_535
const signatures = { entry: 0x02014b50, end: 0x06054b50 } as const
/** More than any workbook has. */
const mostBytes = 16_777_216

/** @throws Usage the archive is damaged */
export async function entriesOf(file: Blob): Promise<ReadonlyMap<string, Entry>> {
  const tail = await bytesOf(file, Math.max(0, file.size - endSize - longestComment), file.size)
  let end = tail.byteLength - endSize
  while (end >= 0 && tail.getUint32(end, true) !== signatures.end) end--
  if (end < 0) throw broken()
  const [size, from] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)]
  if (size > mostBytes || from + size > file.size) throw broken()
  const directory = await bytesOf(file, from, from + size)
  const entries = new Map<string, Entry>()
  for (let at = 0; at + 46 <= size && directory.getUint32(at, true) === signatures.entry; ) {
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ]
    const path = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, Math.min(name, size - at - 46)))
    entries.set(path.replaceAll('\\', '/'), {
      method: directory.getUint16(at + 10, true),
      packedSize: directory.getUint32(at + 20, true),
      at: directory.getUint32(at + 42, true),
    })
    at += 46 + name + extra + comment
  }
  return entries
}

/**
 * The text of a file inside of the archive, piece by piece.
 *
 * @param limit the most bytes that it may have
 * @throws Usage it is damaged, or has more
 */
export async function* textOf(file: Blob, { method, at, packedSize }: Entry, limit: number): AsyncGenerator<string> {
  const header = await bytesOf(file, at, at + 30)
  if (header.byteLength < 30 || (method !== 0 && method !== 8)) throw broken()
  const from = at + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  const packed = file.slice(from, from + packedSize).stream()
  const plain = method === 0 ? packed : packed.pipeThrough(new DecompressionStream('deflate-raw') as never)
  const decoder = new TextDecoder()
  let size = 0
  try {
    for await (const bytes of plain as unknown as AsyncIterable<Uint8Array>) {
      size += bytes.length
      if (size > limit)
        throw new BadSheet(
          (t, file) => t.spreadsheet.hugeWorkbook({ file, max: t.format.count(limit / 1_048_576) }),
          saved,
        )
      yield decoder.decode(bytes, { stream: true })
    }
  } catch (error) {
    throw error instanceof TypeError || (error instanceof Error && 'code' in error && !(error instanceof BadSheet))
      ? broken(error)
      : error
  }
  yield decoder.decode()
}

/** What is said of a workbook that cannot be read. */
export const broken = (cause?: unknown): BadSheet =>
  new BadSheet((t, file) => t.spreadsheet.brokenWorkbook({ file }), mended, { cause })

const bytesOf = async (file: Blob, from: number, to: number): Promise<DataView> =>
  new DataView(await file.slice(from, to).arrayBuffer())
