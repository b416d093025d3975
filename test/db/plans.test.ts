/**
 * How PostgreSQL finds the rows of each list, as people ask for it: through the views, under the policies, with plans that do not know the
 * values. `auto_explain` tells the plan of every statement, those inside functions too.
 *
 * A list must not read a large table from its beginning to its end, nor walk an index for more rows than twenty pages have. Either would
 * grow with the number of records (docs/PERFORMANCE.md).
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { lists, loaded, screens, type Team } from '../bench/lists.ts'
import { loadLog } from '../bench/load.ts'
import { type Agency, openAgency } from '../support/agency.ts'
import { testServer } from '../support/postgres.ts'

setDefaultTimeout(240_000)

const clients = 50_000
/** Twenty pages of 50 rows, each with the one that tells of more. */
const walked = 20 * 51
/** What a search fetches to sort it: 2 000 matches, and the one that tells of more. */
const sorted = 2_001

interface Node {
  readonly 'Node Type': string
  readonly 'Subplan Name'?: string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}

let agency: Agency
let team: Team
let log: string | undefined
beforeAll(async () => {
  const { socketFolder, run } = await testServer()
  log = socketFolder && join(socketFolder, 'log')
  agency = await openAgency('server')
  team = await loaded(agency, clients, 400)
  await agency.owner((sql) => loadLog(sql, clients))
  await agency.owner(async (sql) => {
    for (const setting of [
      'session_preload_libraries = auto_explain',
      'auto_explain.log_min_duration = 0',
      'auto_explain.log_analyze = on',
      'auto_explain.log_timing = off',
      'auto_explain.log_nested_statements = on',
      'auto_explain.log_format = json',
      'plan_cache_mode = force_generic_plan',
    ])
      await sql.unsafe(`do $$ begin execute format('alter database %I set ${setting}', current_database()); end $$`)
  })
  // They hold for new connections, and commands take turns on the old ones.
  const [named] = await agency.owner((sql) => sql<{ name: string }[]>`select current_database() as name`)
  await run('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${named?.name}'`)
}, 600_000)
afterAll(() => agency?.close())

/**
 * Who asks: somebody who sees all, and somebody who sees what is their own. The commercial and the support see all as the manager does, by
 * the same policies, so that the lists of what is theirs alone can have other plans.
 */
const asked = (options: readonly string[]): readonly (keyof Team)[] =>
  options.includes('--only-mine') ? ['management', 'commercial', 'support', 'scoped'] : ['management', 'scoped']

/** The plans that the server has logged since then. */
async function plansSince(start: number): Promise<Node[]> {
  const text = await Bun.file(log ?? '')
    .slice(start)
    .text()
  return text
    .split(/^.*LOG: {2}duration: .* plan:$/m)
    .slice(1)
    .map((entry) => {
      // What called the statement stands behind its plan.
      const [plan = ''] = entry.replace(/^\n/, '').split(/\n(?!\t)/)
      const lines = plan.split('\n')
      return (JSON.parse(lines.map((line) => line.slice(1)).join('\n')) as { Plan: Node }).Plan
    })
}

/** What in a plan would grow with the number of records. */
function growing(node: Node, first = false): string[] {
  const rows =
    ((node['Actual Rows'] ?? 0) +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0)) *
    (node['Actual Loops'] ?? 0)
  const relation = node['Relation Name'] ?? ''
  const large = ['client', 'contract', 'event', 'company', 'audit_log'].includes(relation)
  // What a search or a range finds first is looked up row by row.
  const begins = first || node['Subplan Name'] !== undefined
  const found = begins || node['Node Type'] === 'Bitmap Heap Scan' || (node['Actual Loops'] ?? 0) > 1
  const most = node['Node Type'] === 'Seq Scan' ? 0 : found ? sorted : walked
  const own = large && rows > most ? [`${node['Node Type']} ${relation} ${node['Index Name'] ?? ''}: ${rows} rows`] : []
  return [...own, ...(node.Plans ?? []).flatMap((plan) => growing(plan, begins))]
}

test('no list reads more when there are more records', async () => {
  // A server that the tests did not start keeps its log to itself.
  if (log === undefined) return
  const found: string[] = []
  let plans = 0
  for (const [noun, cases] of Object.entries(lists({ commercial: team.commercial.id, support: team.support.id })))
    for (const options of cases)
      for (const role of asked(options)) {
        const start = statSync(log).size
        const { code, stderr } = await agency.run([noun, 'list', '--json', ...options], { as: team[role] })
        if (code !== Exit.ok && code !== Exit.notFound) throw new Error(`${noun} list ${options.join(' ')}: ${stderr}`)
        const all = await plansSince(start)
        plans += all.length
        for (const one of new Set(all.flatMap((plan) => growing(plan))))
          found.push(`${role}: ${noun} list ${options.join(' ')}: ${one}`)
      }
  expect(plans).toBeGreaterThan(300)
  expect(found).toEqual([])
})

/** What reads more nevertheless (docs/PERFORMANCE.md, "At a million"). */
const known = [
  /^management: today: Index.* Scan contract/, // Adds up what all clients owe.
  /^management: audit list --(since|until|action|table=role)/, // Walks the log, which has no index for it.
]

test('no card reads more when there are more records, nor does `today`, nor most of the log', async () => {
  if (log === undefined) return
  const found: string[] = []
  for (const command of screens({ commercial: team.commercial.id, support: team.support.id }))
    for (const [role, person] of Object.entries(team)) {
      const start = statSync(log).size
      const { code, stderr } = await agency.run([...command, '--json'], { as: person })
      if (code !== Exit.ok && code !== Exit.notFound && code !== Exit.forbidden) throw new Error(stderr)
      for (const one of new Set((await plansSince(start)).flatMap((plan) => growing(plan))))
        found.push(`${role}: ${command.join(' ')}: ${one}`)
    }
  expect(found.filter((one) => !known.some((reason) => reason.test(one)))).toEqual([])
})
