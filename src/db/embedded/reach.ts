/**
 * The way of a command to the resident process of its folder. The first command starts it: it is this program again, which outlives the
 * command. The socket is only a way to the process that holds the folder's lock; the lock alone decides who may open the database.
 */
import { checkFolder, lockIn, socketIn } from './folder.ts'
import { type Answer, knock } from './knock.ts'
import { held } from './reasons.ts'
import { hasSocket, leaving, lineFull, type Resident, residentOf } from './resident-record.ts'
import { busy, noticeAfterMs } from './stop-resident.ts'

/** How a resident process is started. */
export interface ResidentOptions {
  /** The program, and the argument that makes it a resident; the folder and the other arguments follow. */
  readonly command: readonly string[]
  /** Which build of the program this is. Another one serves nobody of this one. */
  readonly build: string
  /** Minutes without a command after which it ends. */
  readonly minutes: number
  /** Whether what it confirms survives a power cut. Default true. */
  readonly fsync?: boolean | undefined
}

export interface ReachOptions extends ResidentOptions {
  /** Effective user id. */
  readonly uid: number | undefined
  /** The whole start-up message. */
  readonly startup: Buffer
  /** Whether the command needs pgcrypto. */
  readonly crypto: boolean
  /** Milliseconds to wait while others use the database. */
  readonly waitMs: number
  /** Called once when others use it for longer than a person notices. */
  onWait(): void
}

/** What the resident has made of it: a session that has begun, or a refusal; and which process it is. */
export type Reached = Extract<Answer, { kind: 'ready' | 'refused' }> & { readonly resident: Resident | undefined }

/** Where the current folder has a name that is not UTF-8, this leads to it. In another process it leads elsewhere. */
const ourselves = '/proc/self/'
/** Milliseconds between two knocks: at first the resident is about to listen, later it waits for another command. */
const soonMs = 2
const laterMs = 20
const soonForMs = 200
/** A silent process is given up before the time is over (9 s of 10), and one in whose line we wait a little after it. */
const silentShare = 0.9
const lineMarginMs = 500
/** Milliseconds that a resident which we have started ourselves may take to open the database: nobody else is waited for then. */
const openingMs = 60_000
/** How many residents of another build may be met: somebody works with that build at the same time. */
const otherBuilds = 2

/**
 * Begins a session with the resident of a folder.
 *
 * @param folder absolute
 * @returns undefined when there cannot be one: then the command opens the database itself. Nothing was begun
 * @throws Unavailable others used the database for all that time, the folder cannot be trusted, or the resident is stuck
 */
export async function reach(folder: string, o: ReachOptions): Promise<Reached | undefined> {
  checkFolder(folder, o.uid)
  if (folder.startsWith(ourselves)) return undefined
  const began = performance.now()
  const left = () => o.waitMs - (performance.now() - began)
  const notice = announcer(folder, o)
  let child: Child | undefined
  /** Those of another build, by their process ids. */
  const others = new Set<number | undefined>()
  const isOpening = () => isAlive(child) && residentOf(folder)?.pid === child?.pid
  try {
    while (left() > 0 || (isOpening() && left() > -openingMs)) {
      const options = isOpening() ? { waitMs: openingMs } : patience(left())
      const answer: Answer = hasSocket(folder, o.uid)
        ? await notice.during((heard) => knock(socketIn(folder), o.startup, { ...options, ...heard }), isOpening())
        : { kind: 'nobody' }
      if (answer.kind === 'ready') return { ...answer, resident: residentOf(folder) }
      if (answer.kind === 'impossible') return undefined
      if (answer.kind === 'silent') throw busy(folder, o.waitMs * silentShare)
      if (answer.kind === 'refused') {
        const { code } = answer.refusal
        if (code !== leaving && code !== lineFull) return { ...answer, resident: residentOf(folder) }
        if (code === leaving) others.add(residentOf(folder)?.pid)
        // Started by us and not of our build: such a program stands under our name now.
        if (others.has(child?.pid ?? 0) || others.size > otherBuilds) return undefined
      } else {
        // Its own child is gone without having served: what hindered it is found out by opening the database here.
        if (child && hasFailed(child)) return undefined
        if (!isAlive(child)) child = start(folder, o)
        if (!child) return undefined
      }
      await notice.whenHeld(began, child)
      await Bun.sleep(performance.now() - began < soonForMs ? soonMs : laterMs)
    }
    throw held(folder, o.waitMs)
  } finally {
    notice.end()
  }
}

/**
 * How long to wait for an answer. A process that says nothing at all is stuck in a statement; one that has put us in line refuses us itself
 * when the time is over.
 */
const patience = (left: number) => ({ waitMs: left * silentShare, inLineMs: left + lineMarginMs })

type Child = Bun.Subprocess<'ignore', 'ignore', 'ignore'>

const isAlive = (child: Child | undefined) => child?.exitCode === null && child.signalCode === null

/** Whether it has ended for another reason than that somebody else serves the folder. */
const hasFailed = (child: Child) => child.signalCode !== null || (child.exitCode ?? 0) !== 0

/**
 * Starts a resident. It keeps nothing of the command: no stream, no terminal, no working folder, and no variable of the environment, in
 * which passwords and options of the runtime may stand.
 *
 * @returns undefined when the system starts no process
 */
function start(folder: string, o: ReachOptions): Child | undefined {
  try {
    const words = [...(o.crypto ? ['crypto'] : []), ...(o.fsync === false ? ['no-fsync'] : [])]
    const child = Bun.spawn([...o.command, folder, `${o.minutes}`, ...words], {
      ...{ stdin: 'ignore', stdout: 'ignore', stderr: 'ignore', detached: true, cwd: '/', env: {} },
    })
    child.unref()
    return child
  } catch {
    return undefined
  }
}

/** Says once that another command uses the database, when that is so and takes long. */
function announcer(folder: string, o: ReachOptions) {
  let said = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = () => {
    if (!said) o.onWait()
    said = true
  }
  const end = () => clearTimeout(timer)
  return {
    end,
    /** While a resident lets us wait. One that we have started ourselves opens the database, unless it says that others are first. */
    async during(
      knocking: (heard: { onLine(): void; onOpening(): void }) => Promise<Answer>,
      isOpening: boolean,
    ): Promise<Answer> {
      const sayAfter = (ms: number) => {
        end()
        if (!said) timer = setTimeout(say, ms)
      }
      if (!isOpening) sayAfter(noticeAfterMs)
      const found = await knocking({ onLine: () => sayAfter(noticeAfterMs), onOpening: end })
      end()
      return found
    },
    /** While there is no resident, although one was started: a command holds the database itself. */
    async whenHeld(began: number, child: Child | undefined): Promise<void> {
      if (said || performance.now() - began < noticeAfterMs) return
      const { acquireLock } = await import('./lock.ts')
      const lock = await acquireLock(lockIn(folder), { waitMs: 0 }).catch(() => undefined)
      lock?.release()
      if (!lock && !hasSocket(folder, o.uid) && residentOf(folder)?.pid !== child?.pid) say()
    },
  }
}
