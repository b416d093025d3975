/** Connects to the socket of a resident process, sends one start-up message, and waits for its answer. */
import { errno } from '../../trusted-file.ts'
import { errorOf, type ServerRefusal, startupMessages } from '../connection/protocol.ts'
import { connectHere, type Wire } from '../connection/wire.ts'
import { lineFull, opening } from './resident-record.ts'

/** What came of it. Only after `ready` has the resident done anything for us. */
export type Answer =
  /** `greeting`: what was said up to the first ReadyForQuery, and since. It ends listening, so it is called once. */
  | { readonly kind: 'ready'; readonly wire: Wire; greeting(): Buffer }
  | { readonly kind: 'refused'; readonly refusal: ServerRefusal }
  /** Nobody listens there, or they ended before they answered. */
  | { readonly kind: 'nobody' }
  /** Somebody listens, and says nothing. */
  | { readonly kind: 'silent' }
  /** Sockets cannot be used in this folder. */
  | { readonly kind: 'impossible' }

/** Errors of connect(2) that mean: nobody is there. */
const nobody: readonly (string | undefined)[] = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTCONN']

/** As the resident itself says it: too many wait there. A Unix socket whose backlog is full lets nobody wait. */
const tooMany: Answer = { kind: 'refused', refusal: { code: lineFull, message: '', routine: '' } }

export interface KnockOptions {
  /** Milliseconds in which the resident must say something. */
  readonly waitMs: number
  /** Milliseconds for all, once it has said that others are first. Default: as before. */
  readonly inLineMs?: number
  /** Called when it says so. */
  readonly onLine?: () => void
  /** Called when it says that nobody is first, but that PostgreSQL has to be started anew for this command. */
  readonly onOpening?: () => void
}

/**
 * Never rejects.
 *
 * @param path of the socket
 * @param startup the whole message
 */
export async function knock(path: string, startup: Buffer, o: KnockOptions): Promise<Answer> {
  let wire: Wire
  try {
    wire = await connectHere({ socket: path }, new AbortController().signal)
  } catch (error) {
    const code = errno(error)
    if (code === 'EAGAIN') return tooMany
    return { kind: nobody.includes(code) ? 'nobody' : 'impossible' }
  }
  return answerOf(wire, startup, o)
}

function answerOf(wire: Wire, startup: Buffer, o: KnockOptions): Promise<Answer> {
  return new Promise((resolve) => {
    let heard: Buffer = Buffer.alloc(0)
    const finish = (answer: Answer): void => {
      clearTimeout(timer)
      wire.off('end', ended).off('close', ended).off('error', ended)
      if (answer.kind !== 'ready') {
        wire.off('data', onData)
        wire.destroy()
      }
      resolve(answer)
    }
    const greeting = (): Buffer => {
      wire.off('data', onData)
      return heard
    }
    // The backlog of a process that was killed accepts connections, and closes them.
    const ended = (): void => finish({ kind: 'nobody' })
    const silent = (): void => finish({ kind: 'silent' })
    let timer = setTimeout(silent, o.waitMs)
    const onData = (chunk: Buffer): void => {
      heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk])
      const read = startupMessages(heard)
      const last = read?.messages.find(({ type }) => type === 'E' || type === 'Z')
      if (!read) finish({ kind: 'impossible' })
      else if (last?.type === 'E') finish({ kind: 'refused', refusal: errorOf(last) })
      else if (last) finish({ kind: 'ready', wire, greeting })
      else {
        const said = read.messages.at(-1)
        if (said?.type !== 'N') return
        clearTimeout(timer)
        timer = setTimeout(silent, o.inLineMs ?? o.waitMs)
        if (errorOf(said).code === opening) o.onOpening?.()
        else o.onLine?.()
      }
    }
    wire.on('data', onData).on('end', ended).on('close', ended).on('error', ended)
    wire.write(startup)
  })
}
