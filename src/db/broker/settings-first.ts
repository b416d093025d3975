/**
 * A virgin session in the hands of a command: it becomes somebody's with the first statement, in the same flight.
 *
 * **Settings and statement share one Sync.** Then PostgreSQL skips the statement when a setting is refused, which would otherwise run without
 * an identity, as the bare login. They also share one transaction: when the statement fails, the settings are undone with it. So they are sent
 * again before anything else is. A chunk that is not a single statement (`begin`) waits until they have been granted alone.
 *
 * Where nothing of the command was done for certain, it goes on with a connection of its own, on which the server says itself what is wrong.
 */
import { type Listener, Listeners } from '../connection/listeners.ts'
import { type Message, type Parameters, splitMessages } from '../connection/protocol.ts'
import { leave, type Starting } from '../connection/start.ts'
import type { Wire } from '../connection/wire.ts'
import { bindAll, statusOf, sync } from '../embedded/protocol.ts'

/** By the number of settings. */
const settingsOf = [
  undefined,
  'select pg_catalog.set_config($1, $2, false)',
  'select pg_catalog.set_config($1, $2, false), pg_catalog.set_config($3, $4, false)',
  'select pg_catalog.set_config($1, $2, false), pg_catalog.set_config($3, $4, false), pg_catalog.set_config($5, $6, false)',
  'select pg_catalog.set_config($1, $2, false), pg_catalog.set_config($3, $4, false), pg_catalog.set_config($5, $6, false), pg_catalog.set_config($7, $8, false)',
]

export interface SettingsFirstOptions {
  /** Settings that make the session somebody's, the role last. */
  readonly identity: Parameters
  /** Whether the command may write: then a statement that was sent is never sent again. */
  readonly writes: () => boolean
  /** Begins a session of the command's own, with the same settings. */
  own(): Starting
}

export class SettingsFirst extends Listeners implements Wire {
  readonly #o: SettingsFirstOptions
  readonly #settings: Buffer
  #wire: Wire
  /** `asking`: the settings are on the way, perhaps with a statement. `granted`: they hold, and every byte is passed on. */
  #state: 'bare' | 'asking' | 'granted' | 'redialling' | 'over' = 'bare'
  /** The statement that was sent with the settings, and what waits. */
  #together: Buffer | undefined
  #held: Buffer[] = []
  /** Kinds of messages that the driver does not expect in the answer to the statement. */
  #dropped = ''
  /** The answer under way: its incomplete end, whether the settings were granted, whether the statement failed, whether the driver has seen any of it. */
  #answer = newAnswer()
  /** The session ended before anybody used it. */
  #lost = false
  #own: Starting | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  /** @param wire a virgin session, of which nothing is unread */
  constructor(wire: Wire, o: SettingsFirstOptions) {
    super()
    this.#o = o
    this.#wire = wire
    const statement = settingsOf[Object.keys(o.identity).length]
    // Whatever follows would run as the bare login.
    if (statement === undefined || !o.identity['role']) throw new Error('a session without a role')
    const settings = bindAll(statement, Object.entries(o.identity).flat())
    // Without its Sync.
    this.#settings = settings.subarray(0, -sync.length)
    this.#listen()
  }

  get destroyed(): boolean {
    return this.#state === 'over' || (this.#state === 'granted' && this.#wire.destroyed)
  }

  write(bytes: Uint8Array, done?: () => void): boolean {
    if (this.#state === 'granted') return this.#wire.write(bytes, done)
    this.#held.push(Buffer.from(bytes))
    done?.()
    if (this.#state === 'bare') this.#ask()
    return true
  }

  end(bytes: Uint8Array): void {
    const open = this.#state !== 'redialling' && this.#state !== 'over'
    this.#close()
    if (open) this.#wire.end(bytes)
  }

  destroy(): void {
    this.#close()
    this.#wire.destroy()
  }

  pause(): void {
    this.#wire.pause()
  }

  resume(): void {
    this.#wire.resume()
  }

  unref(): void {
    this.#wire.unref()
  }

  #close(): void {
    this.#state = 'over'
    clearTimeout(this.#silence)
    this.#own?.abandon()
  }

  readonly #onData: Listener = (chunk: Buffer) => {
    if (this.#state === 'granted') this.emit('data', chunk)
    else if (this.#state === 'asking') this.#answered(chunk)
    // Nobody has asked anything yet: the server is about to end the session.
    else this.#lost = true
  }
  readonly #onEnd: Listener = (cause?: unknown) => {
    clearTimeout(this.#silence)
    if (this.#state === 'bare') this.#lost = true
    else if (this.#state === 'asking' && this.#mayRepeat) void this.#redial()
    else if (this.#state !== 'over') this.emit(cause instanceof Error ? 'error' : 'close', cause)
  }
  readonly #onDrain: Listener = () => void this.emit('drain')

  #listen(): void {
    this.#wire.on('data', this.#onData).on('drain', this.#onDrain)
    this.#wire.on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onEnd)
  }

  /** Sends the settings, with the first statement where that can be. */
  #ask(): void {
    if (this.#lost || this.#wire.destroyed) return void this.#redial()
    const [first] = this.#held
    const statement = first && this.#held.length === 1 ? statementIn(first) : undefined
    this.#together = statement && this.#held.shift()
    this.#dropped = statement === this.#together ? '' : '12'
    this.#state = 'asking'
    this.#answer = newAnswer()
    this.#wire.write(Buffer.concat([this.#settings, ...(statement ? [flush, statement] : [sync])]))
    this.#silence = this.#mayRepeat
      ? setTimeout(() => void this.#redial(), silentMs)
      : setTimeout(() => this.#giveUp(), silentWriteMs)
  }

  /** Whether what was sent may be sent once more: it only reads and nothing of its answer was told, or it is nothing of the command's. */
  get #mayRepeat(): boolean {
    return this.#together === undefined || (!this.#o.writes() && !this.#answer.seen)
  }

  #answered(chunk: Buffer): void {
    clearTimeout(this.#silence)
    const answer = this.#answer
    const { messages, rest } = splitMessages(answer.left.length > 0 ? Buffer.concat([answer.left, chunk]) : chunk)
    answer.left = rest
    const passed: Buffer[] = []
    for (const message of messages) {
      const { type } = message
      if (answer.granted) {
        answer.failed ||= type === 'E'
        if ((type !== 'Z' || this.#together) && !this.#dropped.includes(type)) passed.push(message.bytes)
        if (type !== 'Z') continue
        // A transaction that stays open could take the settings with it when it ends.
        if (statusOf([message]) === 'I') this.#finish(passed)
        else this.#giveUp()
        return
      }
      // The statement behind the settings is skipped, so it can be sent once more even if it writes.
      if (type === 'E' || (type === 'D' && !this.#isGranted(message))) return void this.#redial()
      if (type === 'C') answer.granted = true
      else if (!'12D'.includes(type)) passed.push(message.bytes)
    }
    answer.seen ||= answer.granted && passed.length > 0
    if (passed.length > 0) this.emit('data', Buffer.concat(passed))
  }

  /** Whether the one row of the settings holds what was asked for. */
  #isGranted({ body }: Message): boolean {
    const values = Object.values(this.#o.identity).map((value) => Buffer.from(value))
    const expected = values.flatMap((value) => {
      const length = Buffer.alloc(4)
      length.writeInt32BE(value.length)
      return [length, value]
    })
    return body.subarray(2).equals(Buffer.concat(expected))
  }

  /** After the last message of an answer: goes on, if need be by asking again. */
  #finish(passed: readonly Buffer[]): void {
    this.#state = this.#answer.failed ? 'bare' : 'granted'
    this.#together = undefined
    if (this.#state === 'granted' && this.#held.length > 0) this.#wire.write(Buffer.concat(this.#held.splice(0)))
    if (this.#held.length > 0) this.#ask()
    if (passed.length > 0) this.emit('data', Buffer.concat(passed))
  }

  #giveUp(): void {
    this.destroy()
    this.emit('close')
  }

  /** Goes on with a connection of one's own, on which nothing was done yet. */
  async #redial(): Promise<void> {
    clearTimeout(this.#silence)
    this.#state = 'redialling'
    const given = this.#wire
    given.off('data', this.#onData).off('drain', this.#onDrain)
    given.off('end', this.#onEnd).off('close', this.#onEnd).off('error', this.#onEnd)
    given.on('error', () => {}).destroy()
    this.#own = this.#o.own()
    const found = await this.#own.take()
    if (this.#closed) return 'failure' in found ? undefined : leave(found)
    if ('failure' in found) {
      this.#state = 'over'
      this.emit('error', found.failure)
      return
    }
    found.greeting()
    this.#wire = found.wire
    this.#listen()
    this.#state = 'granted'
    const waiting = [...(this.#together ? [this.#together] : []), ...this.#held.splice(0)]
    if (found.wire.destroyed) this.emit('close')
    else this.#wire.write(Buffer.concat(waiting))
  }

  get #closed(): boolean {
    return this.#state === 'over'
  }
}

const newAnswer = (): { left: Buffer; granted: boolean; failed: boolean; seen: boolean } => ({
  left: Buffer.alloc(0),
  granted: false,
  failed: false,
  seen: false,
})

/**
 * Behind the settings: they are answered before the statement begins. So who hears nothing has a dead connection and not a slow statement, which
 * would be waited for much longer.
 */
const flush = Buffer.from([0x48, 0, 0, 0, 4])
/** Milliseconds after which a server that has not answered the settings counts as unreachable. What a write became is asked then. */
const silentMs = 2_000
const silentWriteMs = 3_000

/**
 * The one statement with its Sync that a chunk is. A Query message becomes such a statement, because in it PostgreSQL would not share the Sync.
 *
 * @returns undefined for several of them, and for a command that begins or ends a transaction: that would decide what becomes of the settings
 */
function statementIn(chunk: Buffer): Buffer | undefined {
  const { messages, rest } = splitMessages(chunk)
  const types = messages.map(({ type }) => type).join('')
  const words = messages[0]?.body.toString('utf8').split('\0') ?? []
  const text = types === 'Q' ? words[0] : words[1]
  if (rest.length > 0 || !text || !/^\s*(select|with|insert|update|delete|merge|values)\b/i.test(text)) return undefined
  if (types === 'PDBES') return chunk
  return types === 'Q' && !text.includes(';') ? bindAll(text, [], { described: true }) : undefined
}
