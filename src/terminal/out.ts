/** An output stream of the process, with back-pressure: a write waits for the reader, and says when the wait begins. */
import { constants, openSync, readFileSync, writeSync } from 'node:fs'
import type { ByteStream } from './streams.ts'

/** Milliseconds in which a reader takes what is written. A reader that takes longer keeps the writer waiting. */
const readyMs = 50
/** Milliseconds between two tries to write to a terminal that takes nothing more, at most. */
const longestPauseMs = 20
/** The bit of close-on-exec in `/proc/self/fdinfo` (open(2), O_CLOEXEC on Linux). */
const closeOnExec = 0o2000000

export interface OutOptions {
  readonly fd: 1 | 2
  readonly isTerminal: boolean
  columns(): number
  /** Called with the system's error code, such as ENOSPC; not for a reader that has gone, which is no error. */
  failed(reason: string): void
  /** Called before anything is written to a terminal. */
  clear(): void
  /** Called when the reader keeps the writer waiting. */
  blocked(): Promise<unknown>
  /** `true` once nothing more is to be written. */
  silenced(): boolean
}

type Put = (text: string | Uint8Array) => Promise<void>

/** The stream of a file descriptor. `write` resolves once the system has taken the text. */
export function outStream(o: OutOptions): ByteStream {
  let closed = false
  let put: Put | undefined
  let last = Promise.resolve()
  const write = async (text: string | Uint8Array) => {
    if (closed || o.silenced()) return
    if (o.isTerminal) o.clear()
    try {
      put ??= o.isTerminal ? toTerminal(o) : toFile(o)
      await put(text)
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error)
      if (reason === 'EPIPE') closed = true
      else o.failed(reason)
    }
  }
  return {
    isTerminal: o.isTerminal,
    columns: () => o.columns() || 80,
    get closed() {
      return closed
    },
    write(text) {
      // One after the other: a text that the reader takes in pieces must not be divided by another one.
      const written = last.then(() => write(text))
      last = written.catch(() => {})
      return written
    },
  }
}

/** Writes to a pipe or a file. @throws the system's error; EBADF when the parent process has closed the stream */
function toFile({ fd, blocked }: OutOptions): Put {
  if (wasClosed(fd)) throw Object.assign(new Error('closed'), { code: 'EBADF' })
  return drained((fd === 1 ? Bun.stdout : Bun.stderr).writer(), blocked)
}

/** Writes to a pipe, and waits until its reader has taken the text. @param blocked called when the reader takes longer than a moment */
export function drained(sink: Bun.FileSink, blocked: () => Promise<unknown>): Put {
  return async (text) => {
    const writing = sink.write(text)
    const timer = typeof writing === 'number' ? undefined : setTimeout(() => void blocked(), readyMs)
    try {
      // Each of the two can fail in its own promise, so both are awaited.
      await writing
      await sink.flush()
    } finally {
      clearTimeout(timer)
    }
  }
}

/**
 * Writes to a terminal. A terminal that is paused (Ctrl-S, a slow line) would stop the whole process inside of a write. So it is opened a
 * second time without that. Where this cannot be done, whatever a wait would hold is let go before each write.
 */
function toTerminal({ fd, blocked }: OutOptions): Put {
  const own = openedAgain(fd)
  return async (text) => {
    if (own === undefined) await blocked()
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    const since = performance.now()
    let told = false
    for (let at = 0, pause = 1; at < bytes.length; ) {
      try {
        at += writeSync(own ?? fd, bytes, at)
        pause = 1
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
        if (!told && performance.now() - since >= readyMs) {
          told = true
          void blocked()
        }
        await Bun.sleep(pause)
        pause = Math.min(pause * 2, longestPauseMs)
      }
    }
  }
}

/** The same terminal, opened so that a write never waits; undefined where that is not possible. */
function openedAgain(fd: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return undefined
  }
}

/**
 * Whether the parent process has closed the stream (`>&-`). The runtime puts /dev/null in its place, as close-on-exec, which nothing that
 * was inherited can be. Known on Linux only.
 */
function wasClosed(fd: number): boolean {
  try {
    const [, flags = '0'] = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? []
    return (Number.parseInt(flags, 8) & closeOnExec) !== 0
  } catch {
    return false
  }
}
