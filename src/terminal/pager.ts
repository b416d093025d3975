/** The pager between a list and the terminal: it opens once a list is longer than the screen (docs/TERMINAL.md §2). */
import { width } from '../text/width.ts'
import { drained } from './out.ts'
import { type Env, isPlainTerminal } from './output/color.ts'
import type { Paged, Stream } from './streams.ts'

export interface PagerOptions {
  readonly env: Env
  /** Program and arguments (`pagerCommand`). */
  readonly command: readonly string[]
  readonly stdout: Stream
  /** The height of the window now; undefined when it is unknown. */
  rows(): number | undefined
  /** Called when the reader keeps the writer waiting. */
  blocked(): Promise<unknown>
  /** Called when the pager takes over the terminal. @returns what is called when it has given it back */
  opened(pager: { kill(): Promise<unknown> }): () => Promise<void>
}

/** Other accounts' programs: `sudo`, `doas` and `pkexec` name the person who called them. */
const onBehalf = ['SUDO_UID', 'DOAS_USER', 'PKEXEC_UID'] as const

/**
 * The pager that the environment asks for: `EPIC_EVENTS_PAGER`, else `PAGER`, else less where it exists. It is split at blanks and run
 * without a shell. Settings files name none, because they may come with a folder; and somebody who runs the program for another account
 * must not bring a program along, nor the shell that less has (systemd#5666).
 *
 * @param elevated whether the effective user is not the real one
 * @returns undefined where there is none: an empty value, `cat`, a program that is not there, a terminal that takes text only, or `CI`
 */
export function pagerCommand(env: Env, elevated: boolean): readonly string[] | undefined {
  if (elevated || onBehalf.some((name) => env[name]) || isPlainTerminal(env) || env['CI']) return undefined
  const [program, ...args] = (env['EPIC_EVENTS_PAGER'] ?? env['PAGER'] ?? 'less -FRX').split(/[ \t]+/).filter(Boolean)
  if (!program || program === 'cat') return undefined
  const path = Bun.which(program, { PATH: env['PATH'] ?? '' })
  return path ? [path, ...args] : undefined
}

/**
 * What a pager is told. As git does, less gets its options only where the person has set none; but colours must be understood even then
 * (NixOS/nix#8779), and what the program writes is UTF-8 whatever the locale.
 */
export function pagerEnvironment(env: Env): Record<string, string | undefined> {
  const { LESS } = env
  return { LV: '-c', LESSCHARSET: 'utf-8', ...env, LESS: LESS === undefined ? 'FRX' : `-R ${LESS}` }
}

/** A stream that holds back as much as the screen can show, and then opens the pager. If it cannot be started, nothing is lost or said. */
export function paged(o: PagerOptions): Paged {
  const { stdout } = o
  let held = ''
  let height = 0
  let direct = false
  let pager: Open | undefined

  const fits = (text: string) => {
    const columns = stdout.columns()
    for (const line of text.split('\n').slice(0, -1)) height += Math.max(1, Math.ceil(width(line) / columns))
    // The line below belongs to the shell, as in less.
    return height < (o.rows() || 24)
  }
  return {
    isTerminal: stdout.isTerminal,
    columns: () => stdout.columns(),
    get closed() {
      return stdout.closed || (pager?.left ?? false)
    },
    async write(text) {
      if (direct) return stdout.write(text)
      if (pager) return pager.write(text)
      held += text
      if (fits(text)) return
      pager = start(o)
      direct = pager === undefined
      await (pager ?? stdout).write(held)
    },
    async end() {
      if (pager) return pager.end()
      if (!direct) await stdout.write(held)
      return undefined
    },
  }
}

interface Open {
  readonly left: boolean
  write(text: string): Promise<void>
  end(): Promise<number | undefined>
}

/** Starts the pager. @returns undefined where the system cannot */
function start(o: PagerOptions): Open | undefined {
  try {
    const child = Bun.spawn([...o.command], {
      ...{ stdin: 'pipe', stdout: 'inherit', stderr: 'inherit' },
      env: pagerEnvironment(o.env),
    })
    let left = false
    const leave = () => {
      left = true
    }
    const exited = child.exited.then(leave)
    const released = o.opened({
      kill() {
        child.kill('SIGTERM')
        return exited
      },
    })
    const put = drained(child.stdin, o.blocked)
    // A pager that takes no more is no error: the person has seen enough. The pipe may tell so before the system tells that it has ended.
    const orLeft = (work: Promise<unknown>) => Promise.race([work.catch(leave), exited])
    return {
      get left() {
        return left
      },
      async write(text) {
        if (!left) await orLeft(put(text))
      },
      async end() {
        // The person reads now, and nothing of the database waits for that.
        await o.blocked()
        // The last piece may fail in the call itself, or later.
        await orLeft((async () => child.stdin.end())())
        await exited
        await released()
        return child.signalCode === null && child.exitCode ? child.exitCode : undefined
      },
    }
  } catch {
    return undefined
  }
}

/** A stream whose text waits while the pager has the terminal: two writers would overwrite each other. */
export interface Holding extends Stream {
  /** @returns what writes the text that has waited */
  hold(): () => Promise<void>
}

/** Makes a stream able to wait. */
export function holding(stream: Stream): Holding {
  let held: string[] | undefined
  return {
    isTerminal: stream.isTerminal,
    columns: () => stream.columns(),
    get closed() {
      return stream.closed
    },
    async write(text) {
      if (held) held.push(text)
      else await stream.write(text)
    },
    hold() {
      held ??= []
      return async () => {
        const text = held?.join('') ?? ''
        held = undefined
        if (text !== '') await stream.write(text)
      }
    },
  }
}
