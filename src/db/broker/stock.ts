/** The virgin sessions that a broker has ready: one, and a few more while commands come quickly. */
import { leave } from '../connection/start.ts'
import type { Greeted } from '../connection/startup.ts'
import { Virgin, type VirginTimes } from './virgin.ts'

export interface StockOptions {
  /** Begins a session. @returns undefined when that cannot be: then the stock is closed */
  begin(): Promise<Greeted | undefined>
  /** Called once when no session could be begun. */
  onFailure(): void
  /** Milliseconds of a clock that stands still while the machine sleeps, and of one that is set. */
  readonly now: () => number
  readonly wallClock: () => number
  readonly times?: Partial<VirginTimes>
  /** Milliseconds until the first one is begun, unless somebody asks before. Default 0. */
  readonly beginMs?: number
}

const most = 3
/** Commands that come within so many milliseconds of one another are a burst; after so many without one a burst is over. */
const burstMs = 2_000
const calmMs = 30_000
/** By so many milliseconds the two clocks may drift apart between two looks. */
const jumpMs = 2_000

export function stock(o: StockOptions) {
  let sessions: Virgin[] = []
  let making = 0
  let wanted = 1
  let closed = false
  let lastTaken = Number.NEGATIVE_INFINITY
  let offset = o.wallClock() - o.now()
  const waiting: ((virgin: Virgin | undefined) => void)[] = []

  const serve = () => {
    sessions = sessions.filter((one) => {
      if (one.isUseless) one.discard()
      return !one.isUseless
    })
    for (let good = sessions.find((one) => one.isGood); good && waiting.length > 0; ) {
      sessions.splice(sessions.indexOf(good), 1)
      waiting.shift()?.(good)
      good = sessions.find((one) => one.isGood)
    }
  }
  const make = async () => {
    making += 1
    const session = await o.begin()
    making -= 1
    if (!session || closed) {
      const first = !closed
      close()
      if (first) o.onFailure()
      return session && leave(session)
    }
    const times = o.times ? { times: o.times } : {}
    sessions.push(new Virgin(session, { now: o.now, changed: look, ...times }))
    serve()
  }
  const fill = () => {
    // One that the server is asked about is no help to those who wait.
    const good = sessions.filter((session) => session.isGood).length
    const missing = Math.max(wanted - sessions.length, Math.min(most, waiting.length) - good) - making
    for (let n = 0; n < missing && !closed; n++) void make()
  }
  const look = () => {
    serve()
    fill()
  }
  /** The machine slept, or its clock was set: connections may be dead without knowing it. */
  const dropAfterJump = () => {
    const difference = o.wallClock() - o.now() - offset
    if (Math.abs(difference) > jumpMs) drop()
    offset += difference
  }
  const drop = () => {
    for (const one of sessions.splice(0)) one.discard()
  }
  const close = () => {
    closed = true
    drop()
    for (const resolve of waiting.splice(0)) resolve(undefined)
  }

  setTimeout(fill, o.beginMs ?? 0)
  return {
    /**
     * Takes a session that nobody else gets.
     *
     * @param waitMs how long to wait for one that is being made
     */
    async take(waitMs: number): Promise<Virgin | undefined> {
      if (closed) return undefined
      dropAfterJump()
      const now = o.now()
      if (now - lastTaken < burstMs) wanted = Math.min(most, wanted + 1)
      lastTaken = now
      const taken = new Promise<Virgin | undefined>((resolve) => {
        const settle = (virgin: Virgin | undefined) => {
          clearTimeout(timer)
          resolve(virgin)
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(settle), 1)
          resolve(undefined)
        }, waitMs)
        waiting.push(settle)
      })
      serve()
      // Otherwise the next one is made when this one has been used (`fill`).
      if (waiting.length > 0) fill()
      return taken
    },
    /** Gives one back that was not used after all. */
    giveBack(virgin: Virgin): void {
      virgin.discard()
      look()
    },
    /** Makes what is missing. */
    fill,
    /** What a session was good for is doubtful now: all are thrown away. */
    drop,
    /** To be called every second. */
    tick(): void {
      dropAfterJump()
      if (o.now() - lastTaken > calmMs) wanted = 1
      for (const one of sessions) one.askWhenDue()
      look()
    },
    close,
  }
}
