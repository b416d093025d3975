/**
 * The process of the resident (db/embedded/residence.ts), which a command starts and leaves behind: `epic-events --resident FOLDER MINUTES`,
 * behind it `crypto` for a command that needs pgcrypto, and `no-fsync` for one that waits for no disk. It has no terminal and no streams, and
 * nobody reads its exit code but the command: 0, it has served or somebody else does; 1, a command finds out why by opening the folder itself.
 */
import { type ResidenceOptions, reside } from './db/embedded/residence.ts'

/**
 * Becomes the resident, and never returns.
 *
 * @param args those behind the first
 */
export async function resident(args: readonly string[], build: string): Promise<never> {
  const [folder = '', minutes = '', ...words] = args
  process.umask(0o077)
  // The terminal of the command that has started it is closed, or Ctrl-C is typed there.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {})
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, () => process.exit(1))
  const options: ResidenceOptions = {
    ...{
      build,
      minutes: Number(minutes),
      crypto: words.includes('crypto'),
      uid: process.geteuid?.(),
      pid: process.pid,
    },
    fsync: !words.includes('no-fsync'),
    chdir: (to) => process.chdir(to),
    exit: (code) => process.exit(code),
  }
  const stop = await reside(folder, options).catch(() => process.exit(1))
  process.on('SIGTERM', stop)
  return new Promise(() => {})
}
