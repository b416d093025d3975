/** A seat is one place where somebody is logged in: a session file of its own, and the commands typed there. */
import { expect } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { decoded } from '../auth/device.ts'
import { type Agency, type Person, password, type Ran, type RunOptions } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

/** A row of `session list --json`. */
export interface Listed {
  readonly id: number
  readonly user_id: number
  readonly user_name: string
  readonly device: string | null
  readonly created_at: string
  readonly last_used_at: string
  readonly ends_at: string
  readonly current: boolean
}

export interface Seat {
  /** The id of its session, as its token has it. */
  readonly id: number
  run(argv: readonly string[], o?: RunOptions): Promise<Ran>
  /** What `session list` answers there. */
  list(...args: readonly string[]): Promise<readonly Listed[]>
  /** Is there still a session file? */
  hasFile(): boolean
  /** The exit code of a command that needs a session. */
  whoami(): Promise<number>
}

export interface Seats {
  readonly agency: Agency
  /** Logs somebody in, on a terminal of its own. */
  sit(person: Person): Promise<Seat>
}

const folder = mkdtempSync(join(tmpdir(), 'epic-events-seats-'))
let files = 0

export async function seats(kind: Agency['kind']): Promise<Seats> {
  const agency = await sharedAgency(kind)
  return {
    agency,
    async sit({ username }) {
      const file = join(folder, `${files++}.json`)
      const run = (argv: readonly string[], o: RunOptions = {}) =>
        agency.run(argv, { ...o, env: { TEMP_FILE_PATH: file, ...o.env } })
      const { code, stderr } = await run(['login', '-u', username, '--password-stdin'], { stdin: password })
      expect({ code, stderr }).toMatchObject({ code: Exit.ok })
      const { sid } = decoded(JSON.parse(readFileSync(file, 'utf8')).access_token, 1)
      return {
        id: Number(sid),
        run,
        list: async (...args) => JSON.parse((await run(['session', 'list', '--json', ...args])).stdout),
        hasFile: () => existsSync(file),
        whoami: async () => (await run(['whoami'])).code,
      }
    },
  }
}
