/** A session that was begun and that nobody has used. It counts as good only as long as the server has said so a moment ago. */
import { splitMessages } from '../connection/protocol.ts'
import { leave } from '../connection/start.ts'
import type { Greeted } from '../connection/startup.ts'
import { sync } from '../embedded/protocol.ts'

/** ReadyForQuery outside of a transaction. */
const idle = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

/** Milliseconds after which the server is asked again, for which an answer counts, for which one is waited, and that a session may last. */
const times = { pingMs: 20_000, goodMs: 25_000, answerMs: 3_000, oldestMs: 240_000 }

export type VirginTimes = typeof times

export class Virgin {
  readonly session: Greeted
  /** What the server has said while it began. */
  readonly greeting: Buffer
  readonly #times: VirginTimes
  readonly #now: () => number
  readonly #made: number
  #answered: number
  #asked: number | undefined
  #heard = Buffer.alloc(0)
  #useless = false

  /** @param changed called when it has become good or useless */
  constructor(session: Greeted, o: { now: () => number; changed: () => void; times?: Partial<VirginTimes> }) {
    this.session = session
    this.#times = { ...times, ...o.times }
    this.#now = o.now
    this.greeting = session.greeting()
    this.#made = this.#answered = o.now()
    // A server that has said more than it should has changed its state, or is about to end.
    const { messages, rest } = splitMessages(this.greeting)
    if (session.wire.destroyed || rest.length > 0 || messages.at(-1)?.bytes.equals(idle) !== true) this.discard()
    this.#onData = (chunk) => {
      this.#heard = Buffer.concat([this.#heard, chunk])
      const answers = this.#asked !== undefined && idle.subarray(0, this.#heard.length).equals(this.#heard)
      if (!answers) this.discard()
      else if (this.#heard.length === idle.length) {
        this.#asked = undefined
        this.#heard = Buffer.alloc(0)
        this.#answered = this.#now()
      } else return
      o.changed()
    }
    this.#onEnd = () => {
      this.discard()
      o.changed()
    }
    session.wire.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onEnd)
  }

  readonly #onData: (chunk: Buffer) => void
  readonly #onEnd: () => void

  /** Whether it can be handed over now. */
  get isGood(): boolean {
    const now = this.#now()
    return !this.isUseless && this.#asked === undefined && now - this.#answered <= this.#times.goodMs
  }

  /** Whether it will never be good again. */
  get isUseless(): boolean {
    const now = this.#now()
    const silent = this.#asked !== undefined && now - this.#asked > this.#times.answerMs
    return this.#useless || silent || now - this.#made > this.#times.oldestMs
  }

  /** Asks the server whether it is there, when that is due. Sync touches nothing of a session. */
  askWhenDue(): void {
    const now = this.#now()
    if (this.#useless || this.#asked !== undefined || now - this.#answered < this.#times.pingMs) return
    this.#asked = now
    this.session.wire.write(sync)
  }

  /** Ends listening to it. From here on somebody else does. */
  handOver(): void {
    const { wire } = this.session
    wire.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onEnd).off('error', this.#onEnd)
    wire.on('error', () => {})
  }

  /** Ends it. */
  discard(): void {
    if (this.#useless) return
    this.#useless = true
    leave(this.session)
    // The other side may never hear it.
    setTimeout(() => this.session.wire.destroy(), 1_000).unref()
  }
}
