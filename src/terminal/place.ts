/** Where an export goes: a new folder, or a new archive. It is made under another name, and gets its own when it is whole. */
import { lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Refused } from '../errors.ts'
import { remembered } from './drafts.ts'
import { outputFile } from './file.ts'
import { zip } from './zip.ts'

/** Only their owner reads and writes them: they hold what people told the agency in confidence. */
const mode = 0o600

export interface PlaceFile {
  write(text: string | Uint8Array): Promise<void>
  end(): Promise<void>
}

export interface Place {
  /** Begins a file. The one before has ended. */
  file(name: string): Promise<PlaceFile>
  /** Gives it all its name. @throws Refused something has it by now */
  keep(): Promise<void>
  /** Removes what was made, unless it was kept. */
  drop(): void
}

/** Whether a path names an archive. */
const isArchive = (path: string): boolean => /\.zip$/i.test(path)

/** Whether an export can get this name: nothing has it, or an empty folder. */
export function isFree(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return !found || (!isArchive(path) && found.isDirectory() && readdirSync(path).length === 0)
}

/**
 * Begins an export.
 *
 * @param path as typed
 * @throws Refused it cannot be made there
 */
export const placeAt = (path: string, modified: Temporal.PlainDateTime): Place =>
  isArchive(path) ? archiveAt(path, modified) : folderAt(path)

function folderAt(typed: string): Place {
  const path = resolve(typed)
  const draft = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`)
  attempt(typed, () => mkdirSync(draft, { mode: 0o700 }))
  const { forget, drop } = remembered(draft)
  return {
    async file(name) {
      const file = outputFile(join(draft, name), { mode, shown: join(typed, name) })
      return { write: (text) => file.stream.write(text), end: async () => file.keep() }
    },
    async keep() {
      attempt(typed, () => renameSync(draft, path))
      forget()
    },
    drop,
  }
}

function archiveAt(path: string, modified: Temporal.PlainDateTime): Place {
  const file = outputFile(path, { mode })
  const archive = zip((bytes) => file.stream.write(bytes), modified)
  return {
    file: (name) => archive.entry(name),
    async keep() {
      await archive.end()
      if (!isFree(path)) throw new Refused((t) => t.exports.taken({ path }))
      file.keep()
    },
    drop: () => file.drop(),
  }
}

function attempt(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    const { code: reason = String(error) } = error as NodeJS.ErrnoException
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'].includes(reason) && !isFree(path))
      throw new Refused((t) => t.exports.taken({ path }), { cause: error })
    throw new Refused((t) => t.output.cannotMake({ file: path, reason }), { cause: error })
  }
}
