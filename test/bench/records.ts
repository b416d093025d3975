/**
 * Agencies with many records. A million clients take a quarter of an hour to load, so `BENCH_RECORDS`, a folder, keeps them for a day: the
 * database on the server of `TEST_DATABASE_URL`, who is in it and their sessions in the folder. Without it they go when the part ends.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAgency, type Person, secretKey } from '../support/agency.ts'
import { scratchFolder } from '../support/embedded.ts'
import { loaded, type Team } from './lists.ts'
import { loadLog } from './load.ts'
import { progress } from './report.ts'

export interface Records {
  readonly clients: number
  /** The superuser's. */
  readonly url: string
  readonly people: Team
  /** What the program is run with, as one of the people. */
  env(person: Person): Record<string, string>
  close(): Promise<void>
}

/** The agency with so many clients, twice as many contracts, six tenths as many events, and three entries of the log for each client. */
export async function recordsOf(clients: number): Promise<Records> {
  const kept = Bun.env['BENCH_RECORDS']
  const note = kept && join(kept, `${clients}.json`)
  const folder = scratchFolder('epic-bench-')
  const made = (url: string, people: Team, close: () => Promise<void>): Records => ({
    clients,
    url,
    people,
    env: ({ sessionFile }) => ({
      PATH: Bun.env['PATH'] ?? '',
      HOME: folder,
      TMPDIR: folder,
      LANG: 'C.UTF-8',
      DATABASE_URL: url,
      SECRET_KEY: secretKey,
      TEMP_FILE_PATH: sessionFile,
    }),
    close,
  })
  if (note && existsSync(note)) {
    const { url, people } = JSON.parse(readFileSync(note, 'utf8'))
    return made(url, people, async () => {})
  }
  const agency = await openAgency('server', { connects: 'anew' })
  const start = performance.now()
  const people = await loaded(agency, clients, Math.max(10, clients / 2500))
  await agency.owner((sql) => loadLog(sql, clients * 3))
  await progress(`${clients} clients: ${Math.round((performance.now() - start) / 1000)} s to load`)
  const url = agency.url ?? ''
  if (!kept || !note) return made(url, people, () => agency.close())
  for (const [role, person] of Object.entries(people)) {
    const file = join(kept, `${clients}-${role}.json`)
    writeFileSync(file, readFileSync(person.sessionFile), { mode: 0o600 })
    Object.assign(person, { sessionFile: file })
  }
  writeFileSync(note, JSON.stringify({ url, people }))
  return made(url, people, async () => {})
}
