/** A manager at the terminal of the compiled program, on a server that the program has set up itself. */

import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from './build.ts'
import { type Finished, type Program, program } from './program.ts'

export const teamKey = 'the-key-of-a-team-of-the-tests-0123456789-0123456789'
export const teamPassword = 'Sesame-2026'

export interface Team {
  readonly machine: Program
  /** The whole environment of the manager's commands, for those who run them through a shell. */
  readonly env: Readonly<Record<string, string>>
  /** Runs as the manager. @param o.env beside what the program was given */
  run(args: readonly string[], o?: { env?: Readonly<Record<string, string>>; stdin?: string }): Promise<Finished>
  /** Starts it as the manager and does not wait: for those who kill it, stop it or look at it. */
  start(args: readonly string[], o?: StartOptions): Promise<Bun.Subprocess<'ignore' | 'pipe', 'pipe' | number, 'pipe'>>
  /** Runs as `run`, and reads the JSON. @throws Error with stderr where the code is not 0 */
  json<T = Record<string, unknown>>(
    args: readonly string[],
    o?: { env?: Readonly<Record<string, string>>; stdin?: string },
  ): Promise<T>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly stdin?: 'ignore' | 'pipe'
  /** A file descriptor; a pipe that the caller reads where there is none. */
  readonly stdout?: number
}

/**
 * Creates the schema with the program, a first manager, and signs them in.
 *
 * @param env where the database is, and whatever else the program is to find; none: the embedded one
 * @throws Error one of the three commands failed
 */
export async function team(env: Readonly<Record<string, string>> = {}): Promise<Team> {
  const given = { SECRET_KEY: teamKey, EPIC_EVENTS_TZ: 'Europe/Paris', ...env }
  const machine = await program(given)
  const { home } = machine
  const session = { TEMP_FILE_PATH: join(home, 'boss.json') }
  const whole = { PATH: Bun.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', TMPDIR: home, ...given, ...session }
  const run: Team['run'] = (args, o) => machine.run(args, { ...o, env: { ...session, ...o?.env } })
  const start: Team['start'] = async (args, o = {}) =>
    Bun.spawn([await builtBinary(), ...args], {
      cwd: home,
      env: { ...whole, ...o.env },
      stdin: o.stdin ?? 'ignore',
      stdout: o.stdout ?? 'pipe',
      stderr: 'pipe',
    })
  const json: Team['json'] = async (args, o) => {
    const { code, stdout, stderr } = await run([...args, '--json'], o)
    if (code !== Exit.ok) throw new Error(`${args.join(' ')}: exit ${code}: ${stderr}`)
    return JSON.parse(stdout)
  }
  const stdin = `${teamPassword}\n`
  if (env['DATABASE_URL']) await json(['db-create'])
  const manager = ['-u', 'the.boss', '-n', 'The Boss', '-e', 'boss@agency.example']
  await json(['manager-create', ...manager, '--password-stdin'], { stdin })
  await json(['login', '-u', 'the.boss', '--password-stdin'], { stdin })
  return { machine, env: whole, run, start, json }
}
