/**
 * Whole lists of 1 000 000 clients, 2 000 000 contracts and 600 000 events into a file, compared with `psql \copy` of the same columns in the
 * same order, which comes as a superuser, to whom no policy applies. `BULK_CLIENTS` is another number of clients, `BULK_ONLY` chooses the
 * lists whose line holds this text, `BENCH_RECORDS` as in records.ts. The memory of a program is the most that was resident in it, and the
 * most of that which is its own, without the file it is.
 */
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { builtBinary } from '../support/build.ts'
import { scratchFolder } from '../support/embedded.ts'
import { realPsql } from './psql.ts'
import { recordsOf } from './records.ts'
import { judged, median, progress, quantile, rounds, say, table } from './report.ts'

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const megabytes = (kilobytes: number) => `${(kilobytes / 1024).toFixed(0)} MB`

/** What psql copies in the place of each list: the same columns, joined as somebody would write it. */
const queries = {
  client: `select c.id, c.full_name, c.email, c.phone, c.company_id, k.name as company_name, c.first_contact_date, c.last_contact_date,
    c.commercial_id, p.full_name as commercial_name, c.created_at, c.updated_at, c.version from epic_events.client c
    left join epic_events.company k on k.id = c.company_id left join epic_events.users p on p.id = c.commercial_id order by c.id`,
  contract: `select k.id, k.client_id, c.full_name as client_name, k.commercial_id, p.full_name as commercial_name, k.total_amount,
    k.remaining_amount, k.is_signed, k.is_fully_paid, k.created_at, k.updated_at, k.version from epic_events.contract k
    left join epic_events.client c on c.id = k.client_id left join epic_events.users p on p.id = k.commercial_id order by k.id`,
  event: `select e.id, e.contract_id, k.client_id, c.full_name as client_name, e.commercial_id, p.full_name as commercial_name, e.title,
    e.full_address, e.support_contact_id, s.full_name as support_contact_name, e.start_date, e.end_date, e.participant_count, e.notes,
    e.created_at, e.updated_at, e.version from epic_events.event e left join epic_events.contract k on k.id = e.contract_id
    left join epic_events.client c on c.id = k.client_id left join epic_events.users p on p.id = e.commercial_id
    left join epic_events.users s on s.id = e.support_contact_id order by e.id`,
} as const
const csv = ['--format', 'csv']
const only = Bun.env['BULK_ONLY'] ?? ''

/** The lists, and the greatest ratio that is good. `by` is what psql orders by, where it is not the id. */
const cases: readonly {
  readonly noun: keyof typeof queries
  readonly options: readonly string[]
  readonly goal?: number
  readonly by?: string
}[] = [
  { noun: 'client', options: csv, goal: 2.5 },
  { noun: 'contract', options: csv },
  { noun: 'event', options: csv },
  { noun: 'client', options: ['--format', 'tsv'] },
  { noun: 'client', options: ['--json'] },
  { noun: 'client', options: [] },
  { noun: 'client', options: [...csv, '--sort', 'name'], by: 'c.name_key, c.id' },
]

interface Written {
  readonly wall: number
  /** In milliseconds, user and system. */
  readonly processor: number
  /** Kilobytes. */
  readonly resident: number
  readonly own: number
}

/** Runs a program to its end with its output in a file. @throws Error it fails */
async function written(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  file: string,
): Promise<Written> {
  const out = openSync(file, 'w')
  const start = performance.now()
  const running = Bun.spawn([...command], { env, stdin: 'ignore', stdout: out, stderr: 'pipe' })
  closeSync(out)
  let [resident, own] = [0, 0]
  const watch = setInterval(() => {
    resident = Math.max(resident, kilobytes(running.pid, 'status', /^VmHWM:\s+(\d+) kB$/gm))
    own = Math.max(own, kilobytes(running.pid, 'smaps_rollup', /^Private_\w+:\s+(\d+) kB$/gm))
  }, 50)
  const code = await running.exited
  const wall = performance.now() - start
  clearInterval(watch)
  if (code !== 0) throw new Error(`${command.join(' ')}: exit ${code}: ${await new Response(running.stderr).text()}`)
  return { wall, processor: Number(running.resourceUsage()?.cpuTime.total ?? 0) / 1000, resident, own }
}

/** The sum of what the system says of a process; 0 where it does not say it. */
function kilobytes(pid: number, file: string, line: RegExp): number {
  try {
    return [...readFileSync(`/proc/${pid}/${file}`, 'utf8').matchAll(line)].reduce((sum, [, kB]) => sum + Number(kB), 0)
  } catch {
    return 0
  }
}

export default async function bulk(): Promise<undefined> {
  const psql = realPsql()
  if (!psql) return void (await say('psql is not installed: there is nothing to compare whole lists with.\n'))
  const binary = await builtBinary()
  const records = await recordsOf(Number(Bun.env['BULK_CLIENTS'] ?? 1_000_000))
  const folder = scratchFolder('epic-bulk-')
  const count = rounds(5)
  const env = records.env(records.people.management)
  try {
    const [ourFile, theirFile] = [join(folder, 'ours'), join(folder, 'theirs')]
    const rows: string[][] = []
    for (const { noun, options, goal, by } of cases) {
      const line = `${noun} list --limit 0 ${options.join(' ')}`.trim()
      const ours = [binary, noun, 'list', '--limit', '0', ...options]
      if (!line.includes(only)) continue
      const query = by ? queries[noun].replace(/order by .*$/, `order by ${by}`) : queries[noun]
      const copy = `\\copy (${query.replaceAll(/\s+/g, ' ')}) to '${theirFile}' csv header`
      const theirs = [psql.path, '-qX', '-d', records.url, '-c', copy]
      const runs: { readonly mine: Written; readonly other: Written }[] = []
      for (let round = -1; round < count; round++) {
        const mine = await written(ours, env, ourFile)
        const other = await written(theirs, { PATH: Bun.env['PATH'] ?? '' }, join(folder, 'nothing'))
        if (round >= 0) runs.push({ mine, other })
      }
      const [mine, other] = [runs.map((run) => run.mine), runs.map((run) => run.other)]
      const ratios = runs.map((run) => run.mine.wall / run.other.wall)
      const ratio = median(ratios)
      await progress(`${line}: ${ratio.toFixed(2)}`)
      rows.push([
        `\`${line}\``,
        seconds(median(mine.map(({ wall }) => wall))),
        seconds(median(other.map(({ wall }) => wall))),
        `**${ratio.toFixed(2)}**`,
        `${quantile(ratios, 0).toFixed(2)}–${quantile(ratios, 1).toFixed(2)}`,
        ...judged(ratio, goal),
        seconds(median(mine.map(({ processor }) => processor))),
        megabytes(Math.max(...mine.map(({ resident }) => resident))),
        megabytes(Math.max(...mine.map(({ own }) => own))),
      ])
    }
    await say(`## Bulk\n`)
    await say(`${records.clients} clients, psql ${psql.version}, ${count} pairs each.\n`)
    await table(
      [
        'list',
        'it takes>',
        '`psql \\copy`>',
        'ratio>',
        'least and most>',
        'goal>',
        '',
        'processor time>',
        'memory>',
        'its own>',
      ],
      rows,
    )
  } finally {
    await records.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
