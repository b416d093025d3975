/**
 * A file in the place of standard output (`--output FILE`). It is written whole or not at all: under another name in the same folder first,
 * then renamed. It replaces a plain file, whose permissions it keeps, and never a link, a folder or a device.
 */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refused, Unavailable } from '../errors.ts'
import { remembered } from './drafts.ts'
import type { ByteStream } from './streams.ts'

export interface OutputFile {
  readonly stream: ByteStream
  /** Puts the file in its place. @throws Refused something else stands there by now · Unavailable the disk failed */
  keep(): void
  /** Removes what was written, unless it was kept. */
  drop(): void
}

/**
 * Opens the draft of a file, so that a command that could not be answered is not even begun.
 *
 * @param path as typed, relative to the working folder
 * @param o.mode the permissions of a new file, less those that the umask takes. Default: 0666, as a shell's redirection has it
 * @param o.shown how messages name it. Default: its path
 * @throws Refused a link, a folder or a device has that name; its folder is not there, or may not be written to
 */
export function outputFile(path: string, o: { readonly mode?: number; readonly shown?: string } = {}): OutputFile {
  const { shown = path } = o
  const earlier = replaceable(path)
  const draft = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  const file = attempt(path, () => openSync(draft, flags, o.mode ?? 0o666))
  const { forget, drop } = remembered(draft)
  let open = true
  const close = () => {
    if (open) closeSync(file)
    open = false
  }
  /** Like a stream that fails: most likely the disk is full. */
  const writing = (work: () => void) => {
    try {
      work()
    } catch (error) {
      throw new Unavailable((t) => t.output.fileFailed({ file: shown, reason: reasonOf(error) }), { cause: error })
    }
  }
  if (earlier !== undefined && o.mode === undefined) writing(() => fchmodSync(file, earlier))
  return {
    stream: {
      isTerminal: false,
      closed: false,
      columns: () => 80,
      async write(text) {
        const bytes = typeof text === 'string' ? Buffer.from(text) : text
        writing(() => {
          for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
        })
      },
    },
    keep() {
      writing(() => fsyncSync(file))
      close()
      replaceable(path)
      attempt(path, () => renameSync(draft, path))
      forget()
    },
    drop() {
      close()
      drop()
    },
  }
}

/** The permissions of the plain file of that name; undefined where nothing has it. @throws Refused anything else has it */
function replaceable(path: string): number | undefined {
  const found = attempt(path, () => lstatSync(path, { throwIfNoEntry: false }))
  if (!found) return undefined
  if (!found.isFile()) {
    const what = found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'device'
    throw new Refused((t) => t.output.notPlain({ file: path, what }))
  }
  // Its owner has protected it, and a rename would not ask.
  attempt(path, () => accessSync(path, constants.W_OK))
  return found.mode & 0o777
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const reason = reasonOf(error)
    throw new Refused((t) => t.output.cannotMake({ file: path, reason }), { cause: error })
  }
}

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
