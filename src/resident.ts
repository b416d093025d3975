/**
 * The processes that a command starts and leaves behind: `epic-events --resident FOLDER MINUTES` holds the embedded database open
 * (db/embedded/residence.ts), with `crypto` behind it for a command that needs pgcrypto, and `no-fsync` for one that waits for no disk;
 * `epic-events --resident server FOLDER MINUTES` keeps sessions of a server ready (db/broker/broker.ts). They have no terminal and no streams, and nobody reads their exit code but the command:
 * 0, it has served or somebody else does; 1, a command finds out why by doing the work itself.
 */
import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { brokerArgument } from './db/broker/place.ts'

/**
 * Becomes such a process, and never returns.
 *
 * @param args those behind the first
 * @param wallClock milliseconds since the epoch
 */
export async function resident(args: readonly string[], build: string, wallClock: () => number): Promise<never> {
  process.umask(0o077)
  // The terminal of the command that has started it is closed, or Ctrl-C is typed there.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {})
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, () => process.exit(1))
  const becoming =
    args[0] === brokerArgument ? keepSessions(args.slice(1), build, wallClock) : holdDatabase(args, build)
  const stop = await becoming.catch(() => process.exit(1))
  process.on('SIGTERM', stop)
  return new Promise(() => {})
}

async function holdDatabase(
  [folder = '', minutes = '', ...words]: readonly string[],
  build: string,
): Promise<() => void> {
  const { reside } = await import('./db/embedded/residence.ts')
  return reside(folder, {
    ...{ build, minutes: Number(minutes), uid: process.geteuid?.(), pid: process.pid },
    ...{ crypto: words.includes('crypto'), fsync: !words.includes('no-fsync') },
    chdir: (to) => process.chdir(to),
    exit: (code) => process.exit(code),
  })
}

async function keepSessions(
  [folder = '', minutes = '']: readonly string[],
  build: string,
  wallClock: () => number,
): Promise<() => void> {
  const { broker } = await import('./db/broker/broker.ts')
  const { keepMemoryPrivate } = await import('./db/embedded/native.ts')
  keepMemoryPrivate()
  const wanted = JSON.parse(await Bun.stdin.text())
  // What was read holds the password.
  closeSync(0)
  openSync(devNull, 'r')
  return broker(folder, {
    ...{ wanted, build, program: process.execPath, minutes: Number(minutes), wallClock },
    ...{ uid: process.geteuid?.(), pid: process.pid, now: () => performance.now() },
    exit: (code) => process.exit(code),
  })
}
