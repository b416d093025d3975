/**
 * Writes a ZIP archive (APPNOTE.TXT 6.3) as its entries are made, so that memory does not grow with them. The libraries for workbooks hold
 * all of one: 700 MB for 100 000 records.
 */
import { crc32, createDeflateRaw } from 'node:zlib'
import { Refused } from '../errors.ts'

export interface Entry {
  write(text: string | Uint8Array): Promise<void>
  end(): Promise<void>
}

export interface Zip {
  /** Begins an entry. The one before has ended. */
  entry(name: string): Promise<Entry>
  /** Writes the directory, without which nothing can read the archive. */
  end(): Promise<void>
}

/** The first moment that an archive knows. With it the same data are the same bytes. */
const earliest = new Temporal.PlainDateTime(1980, 1, 1)
/** Sizes follow the data, names are UTF-8. */
const flags = 0x0808
const deflated = 8
/** Larger ones need ZIP64. */
const mostBytes = 0xffffffff

/**
 * An archive.
 *
 * @param put takes its bytes, in order
 * @param modified when its entries were last modified, by the clock on the wall
 */
export function zip(put: (bytes: Uint8Array) => Promise<void>, modified: Temporal.PlainDateTime = earliest): Zip {
  const date = ((modified.year - 1980) << 9) | (modified.month << 5) | modified.day
  const time = (modified.hour << 11) | (modified.minute << 5) | (modified.second >> 1)
  const directory: Buffer[] = []
  let written = 0
  const write = async (bytes: Uint8Array) => {
    written += bytes.length
    if (written > mostBytes) throw new Refused((t) => t.output.zipTooLarge)
    await put(bytes)
  }
  return {
    async entry(name) {
      const at = written
      const path = Buffer.from(name)
      const header = fields([4, 0x04034b50], [2, 20], [2, flags], [2, deflated], [2, time], [2, date])
      await write(Buffer.concat([header, fields([4, 0], [4, 0], [4, 0], [2, path.length], [2, 0]), path]))
      const deflate = createDeflateRaw()
      const made: Uint8Array[] = []
      deflate.on('data', (bytes: Uint8Array) => made.push(bytes))
      let [checksum, size, compressed] = [0, 0, 0]
      const pass = async () => {
        for (const bytes of made.splice(0)) {
          compressed += bytes.length
          await write(bytes)
        }
      }
      return {
        async write(text) {
          const bytes = typeof text === 'string' ? Buffer.from(text) : text
          if (bytes.length === 0) return
          checksum = crc32(bytes, checksum)
          size += bytes.length
          await new Promise<void>((taken, failed) => {
            deflate.write(bytes, (error) => (error ? failed(error) : taken()))
          })
          await pass()
        },
        async end() {
          const ended = new Promise<void>((end, failed) => void deflate.on('end', end).on('error', failed))
          deflate.end()
          await ended
          await pass()
          if (size > mostBytes) throw new Refused((t) => t.output.zipTooLarge)
          const sizes = fields([4, checksum], [4, compressed], [4, size])
          await write(Buffer.concat([fields([4, 0x08074b50]), sizes]))
          const known = fields([4, 0x02014b50], [2, 0x0314], [2, 20], [2, flags], [2, deflated], [2, time], [2, date])
          // Made on Unix: a plain file that only its owner reads and writes.
          const rest = fields([2, path.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, (0o100600 << 16) >>> 0], [4, at])
          directory.push(Buffer.concat([known, sizes, rest, path]))
        },
      }
    },
    async end() {
      const at = written
      const all = Buffer.concat(directory)
      const count = directory.length
      await write(all)
      await write(fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, all.length], [4, at], [2, 0]))
    },
  }
}

/** Numbers of two or four bytes, little-endian. */
function fields(...all: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of all) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
