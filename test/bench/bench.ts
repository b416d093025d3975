/**
 * `bun run bench`: how fast the compiled program is, as ratios within one run: each figure is the median of pairs that ran one after the
 * other, so that a busy machine slows both. Needs nothing but the tests' own server; says so where psql is missing.
 */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '../../build.ts'
import { Exit } from '../../src/errors.ts'
import { openAgency, secretKey } from '../support/agency.ts'
import { builtBinary } from '../support/build.ts'
import { scratchFolder } from '../support/embedded.ts'

const rounds = 40
const clients = 10_000

const say = (line: string) => Bun.stdout.write(`${line}\n`)
const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
const ms = (value: number) => `${value.toFixed(1)} ms`

/** Milliseconds of one run, from start to exit. @throws Error when it fails: a fast failure is no figure */
async function time(command: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const start = performance.now()
  const running = Bun.spawn([...command], { env, stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
  const code = await running.exited
  const took = performance.now() - start
  if (code !== Exit.ok)
    throw new Error(`${command.join(' ')}: exit ${code}: ${await new Response(running.stderr).text()}`)
  return took
}

/** Runs both in turns and tells the medians and the ratio of the pairs. */
async function compare(
  title: string,
  ours: { command: readonly string[]; env: Record<string, string> },
  theirs: { name: string; command: readonly string[]; env: Record<string, string> },
): Promise<void> {
  const [a, b, ratios]: [number[], number[], number[]] = [[], [], []]
  for (let round = -3; round < rounds; round++) {
    const [one, other] = [await time(ours.command, ours.env), await time(theirs.command, theirs.env)]
    if (round < 0) continue // warm-up
    a.push(one)
    b.push(other)
    ratios.push(one / other)
  }
  say(
    `${title.padEnd(44)} ${ms(median(a)).padStart(9)}   ${theirs.name}: ${ms(median(b)).padStart(9)}   ratio ${median(ratios).toFixed(2)}`,
  )
}

const binary = await builtBinary()
const { PATH = '' } = Bun.env
const folder = scratchFolder('epic-bench-')
const plain = { PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' }

const empty = join(folder, 'empty')
await Bun.write(join(folder, 'empty.ts'), 'export {}\n')
await compile(join(folder, 'empty.ts'), empty)

say(`medians of ${rounds} pairs\n`)
const nothing = { name: 'empty program', command: [empty], env: plain }
await compare('epic-events --help', { command: [binary, '--help'], env: plain }, nothing)
await compare('epic-events help event create', { command: [binary, 'help', 'event', 'create'], env: plain }, nothing)

const agency = await openAgency('server')
const seller = await agency.person('commercial')
await agency.owner(
  (sql) => sql`insert into epic_events.client (full_name, email, phone, commercial_id)
    select 'Client ' || n, 'client' || n || '@example.fr', '+33612345678', ${seller.id} from generate_series(1, ${clients}) n`,
)
await agency.owner((sql) => sql`analyze`)
const connected = {
  ...plain,
  DATABASE_URL: agency.url ?? '',
  SECRET_KEY: secretKey,
  TEMP_FILE_PATH: seller.sessionFile,
}
const psql = Bun.which('psql')
if (psql) {
  const query = `select c.id, c.full_name, c.email, c.phone, c.company_id, k.name, c.first_contact_date, c.last_contact_date, c.commercial_id,
    p.full_name, c.created_at, c.updated_at, c.version from epic_events_api.client c
    left join epic_events_api.company k on k.id = c.company_id left join epic_events_api.colleague p on p.id = c.commercial_id order by c.id limit 51`
  const env = { ...plain, PGOPTIONS: `-c role=epic_events_app -c epic_events.session=${seller.secret}` }
  const same = { name: 'psql -c', command: [psql, '-X', '-d', agency.url ?? '', '-c', query], env }
  await compare(`client list, 50 of ${clients}`, { command: [binary, 'client', 'list'], env: connected }, same)
} else {
  say('psql is not installed: no comparison with it')
}
await compare('client view', { command: [binary, 'client', 'view', '1'], env: connected }, nothing)
await agency.close()

const embedded = { ...plain, EPIC_EVENTS_DATA_DIR: join(folder, 'data') }
// Signed in as nobody: the command opens the database, asks who exists, and says so.
const first: number[] = []
const later: number[] = []
for (let round = 0; round < 8; round++) {
  rmSync(join(folder, 'data'), { recursive: true, force: true })
  first.push(await time([binary, 'db-create', '--quiet'], embedded))
  later.push(await time([binary, 'db-create', '--quiet'], embedded))
}
say(
  `embedded: first start ${ms(median(first))}, later command ${ms(median(later))} (db-create, which verifies passwords' extension too)`,
)
rmSync(folder, { recursive: true, force: true })
