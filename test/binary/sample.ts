/** A machine with the sample agency on it, its manager signed in, for the compiled program at real terminals. */

import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { embedded } from '../../src/db/connection/connect.ts'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { onceAtATime } from '../support/postgres.ts'
import { program } from '../support/program.ts'
import { key, type Pty, type PtyOptions, pty } from '../support/pty.ts'
import { runFolder } from '../support/run.ts'

export interface Machine extends Awaited<ReturnType<typeof program>> {
  /** The program in a terminal of its own. */
  terminal(typed: string, o?: PtyOptions): Pty
}

/**
 * A copy of a home that is filled once a run: to unpack the database, start its PostgreSQL and load the agency takes five times as long.
 *
 * @param clients how many more clients than the sample has
 */
export async function sampleMachine(clients = 0): Promise<Machine> {
  const [binary, filled, machine] = await Promise.all([builtBinary(), filledHome(clients), program(zone)])
  const { home: HOME } = machine
  // `-p`, because nobody else may read the database and the session.
  const copied = Bun.spawnSync(['cp', '-pR', `${filled}/.`, HOME])
  if (!copied.success) throw new Error(copied.stderr.toString())
  return {
    ...machine,
    terminal: (typed, o = {}) =>
      pty([binary, ...typed.split(' ')], { cwd: HOME, ...o, env: { HOME, TMPDIR: HOME, ...zone, ...o.env } }),
  }
}

const zone = { EPIC_EVENTS_TZ: 'Europe/Paris' }

/** The home with the sample agency that is copied and never opened. The first process of the run that needs it fills it. @returns its path */
function filledHome(clients: number): Promise<string> {
  return onceAtATime(`sample-${clients}`, async () => {
    const home = join(runFolder, `sample-${clients}`)
    if (existsSync(home)) return home
    const machine = await program({ ...zone, EPIC_EVENTS_RESIDENT: 'off', EPIC_EVENTS_FSYNC: 'off' })
    const { code, stderr } = await machine.run(['demo', '--quiet'])
    if (code !== Exit.ok) throw new Error(stderr)
    if (clients > 0) await addClients(machine.home, clients)
    renameSync(machine.home, home)
    return home
  })
}

/** Writes them without the triggers, and then what those would have kept, because the triggers of an embedded database take 2 ms a client. */
async function addClients(home: string, clients: number): Promise<void> {
  const folder = join(home, '.local/share/epic-events')
  const database = embedded(folder, { uid: process.geteuid?.(), onWait() {}, fsync: false })
  const add = async (sql: postgres.Sql) => {
    await sql`set session_replication_role = replica`
    await sql`insert into epic_events.client (full_name, email, commercial_id)
      select 'Client x' || n, 'client' || n || '@x.example', 5 from generate_series(1, ${clients}::integer) n`
    await sql`set session_replication_role = default`
    await sql`select epic_events.fill_kept()`
  }
  await database.use({}, add, { longRunning: true })
  await database.close()
}

/** More clients than one piece of a list has, than a pipe holds, and than a question fetches at once. */
export const many = 5_000

/** Enter at the questions about a company that follow its name. */
export async function skipTheRest(terminal: Pick<Pty, 'waitFor' | 'type'>): Promise<void> {
  for (const question of ['Billing address', 'VAT number']) {
    await terminal.waitFor(question)
    terminal.type(key.enter)
  }
}
