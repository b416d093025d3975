/**
 * `client import` of a CSV file, compared with `insert into epic_events_api.client select …` of the same rows from a temporary table by the same
 * person: COPY is refused under row security. `IMPORT_ROWS` is another number of rows on the server, `IMPORT_EMBEDDED` on the embedded
 * database (0 leaves it out). On the server the compiled program imports; its memory is the most that was its own.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, secretKey } from '../support/agency.ts'
import { builtBinary } from '../support/build.ts'
import { scratchFolder } from '../support/embedded.ts'
import { judged, median, progress, quantile, rounds, say, table } from './report.ts'

/** The greatest ratio that is good. */
const goal = 3

/** The cells of a row. No round repeats those of another one. */
const cells = (round: number, at: number) => [
  `Client ${at} de la vague ${round}`,
  `client${at}.${round}@import.example`,
  `+3361${String(at).padStart(7, '0').slice(-7)}`,
  `Société ${at % 500}`,
  '2025-04-18T10:23:00+02:00',
]

export default async function imports(): Promise<undefined> {
  const sizes = {
    server: Number(Bun.env['IMPORT_ROWS'] ?? 100_000),
    embedded: Number(Bun.env['IMPORT_EMBEDDED'] ?? 10_000),
  }
  const count = rounds(3)
  const rows: string[][] = []
  for (const kind of ['server', 'embedded'] as const) {
    const size = sizes[kind]
    if (size === 0) continue
    const agency = await openAgency(kind, { connects: 'anew' })
    try {
      const person = await agency.person('commercial')
      await agency.owner(
        (sql) => sql`insert into epic_events.company (name) select 'Société ' || n from generate_series(0, 499) n`,
      )
      const runs: { readonly mine: number; readonly other: number; readonly own: number }[] = []
      for (let round = 0; round < count; round++) {
        const { wall: mine, own } = await imported(agency, person, round, size)
        const other = await inserted(agency, person, round, size)
        runs.push({ mine, other, own })
        await progress(`${kind}: ${(mine / 1000).toFixed(1)} s and ${(other / 1000).toFixed(1)} s`)
      }
      const ratios = runs.map(({ mine, other }) => mine / other)
      rows.push([
        kind,
        String(size),
        seconds(median(runs.map(({ mine }) => mine))),
        seconds(median(runs.map(({ other }) => other))),
        `**${median(ratios).toFixed(2)}**`,
        `${quantile(ratios, 0).toFixed(2)}–${quantile(ratios, 1).toFixed(2)}`,
        ...judged(median(ratios), goal),
        kind === 'server' ? `${(Math.max(...runs.map(({ own }) => own)) / 1024).toFixed(0)} MB` : '',
      ])
    } finally {
      await agency.close()
    }
  }
  await say('## Imports\n')
  await say(`\`client import FILE\`, new clients of 500 companies, ${count} pairs each.\n`)
  await table(
    [
      'database',
      'rows>',
      'it takes>',
      '`insert … select`>',
      'ratio>',
      'least and most>',
      'goal>',
      '',
      'memory of its own>',
    ],
    rows,
  )
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** What an import takes. @throws Error it fails, or rejects a row */
async function imported(agency: Agency, person: Person, round: number, size: number) {
  const file = join(scratchFolder('epic-bench-'), 'clients.csv')
  const lines = Array.from({ length: size }, (_, at) => cells(2 * round, at).join(';'))
  writeFileSync(file, ['full_name;email;phone;company;first_contact_date', ...lines].join('\n'))
  const argv = ['client', 'import', file, '--yes', '--json']
  const start = performance.now()
  const ran = agency.url
    ? await byProgram(argv, agency.url, person)
    : { ...(await agency.run(argv, { as: person })), own: 0 }
  const wall = performance.now() - start
  if (ran.code !== Exit.ok || JSON.parse(ran.stdout).new !== size) throw new Error(`exit ${ran.code}: ${ran.stderr}`)
  return { wall, own: ran.own }
}

async function byProgram(argv: readonly string[], url: string, person: Person) {
  const home = scratchFolder('epic-bench-')
  const env = {
    HOME: home,
    TMPDIR: home,
    LANG: 'C.UTF-8',
    DATABASE_URL: url,
    SECRET_KEY: secretKey,
    TEMP_FILE_PATH: person.sessionFile,
  }
  const running = Bun.spawn([await builtBinary(), ...argv], { env, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  let own = 0
  const watch = setInterval(() => {
    own = Math.max(own, kilobytes(running.pid))
  }, 100)
  const [stdout, stderr, code] = await Promise.all([
    new Response(running.stdout).text(),
    new Response(running.stderr).text(),
    running.exited,
  ])
  clearInterval(watch)
  return { code, stdout, stderr, own }
}

/** The memory that is a process's own; 0 where the system does not say it. */
function kilobytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce((sum, [, kB]) => sum + Number(kB), 0)
  } catch {
    return 0
  }
}

/** What the one statement takes, without the temporary table that it reads. */
async function inserted(agency: Agency, person: Person, round: number, size: number): Promise<number> {
  const rows = Array.from({ length: size }, (_, at) => cells(2 * round + 1, at))
  const identity = { role: 'epic_events_app', 'epic_events.session': person.secret }
  return agency.home.use(
    identity,
    async (sql) => {
      await sql`create temporary table import_row (full_name text, email text, phone text, company text, at timestamptz)`
      for (let at = 0; at < rows.length; at += 5_000) {
        const piece = JSON.stringify(rows.slice(at, at + 5_000))
        await sql`insert into import_row select r ->> 0, r ->> 1, r ->> 2, r ->> 3, (r ->> 4)::timestamptz
          from json_array_elements(${piece}::text::json) r`
      }
      const start = performance.now()
      await sql`insert into epic_events_api.client (full_name, email, phone, company_id, first_contact_date, commercial_id)
        select r.full_name, r.email, r.phone, k.id, r.at, (select epic_events.uid())
        from import_row r left join epic_events_api.company k on k.name = r.company`
      const wall = performance.now() - start
      await sql`drop table import_row`
      return wall
    },
    { longRunning: true },
  )
}
