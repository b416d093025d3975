/** A machine with the sample agency on it, its manager signed in, for the compiled program at real terminals. */

import { join } from 'node:path'
import { embedded } from '../../src/db/connection/connect.ts'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { program } from '../support/program.ts'
import { key, type Pty, type PtyOptions, pty } from '../support/pty.ts'

export interface Machine extends Awaited<ReturnType<typeof program>> {
  /** The program in a terminal of its own. */
  terminal(typed: string, o?: PtyOptions): Pty
}

/** @param clients how many more clients than the sample has */
export async function sampleMachine(clients = 0): Promise<Machine> {
  const env = { EPIC_EVENTS_TZ: 'Europe/Paris' }
  const [binary, machine] = await Promise.all([builtBinary(), program(env)])
  const { code, stderr } = await machine.run(['demo', '--quiet'])
  if (code !== Exit.ok) throw new Error(stderr)
  if (clients > 0) {
    const home = embedded(join(machine.home, '.local/share/epic-events'), { uid: process.geteuid?.(), onWait() {} })
    await home.use({}, async (sql) => {
      await sql`insert into epic_events.client (full_name, email, commercial_id)
        select 'Client x' || n, 'client' || n || '@x.example', 5 from generate_series(1, ${clients}::integer) n`
    })
    await home.close()
  }
  const { home: HOME } = machine
  return {
    ...machine,
    terminal: (typed, o = {}) =>
      pty([binary, ...typed.split(' ')], { cwd: HOME, ...o, env: { HOME, TMPDIR: HOME, ...env, ...o.env } }),
  }
}

/** Enter at the questions about a company that follow its name. */
export async function skipTheRest(terminal: Pick<Pty, 'waitFor' | 'type'>): Promise<void> {
  for (const question of ['Billing address', 'VAT number']) {
    await terminal.waitFor(question)
    terminal.type(key.enter)
  }
}
