/**
 * `bun run bench growth`: each list at 1 000 and at 1 000 000 clients (2 000 000 contracts, 600 000 events), for four roles. It writes the
 * table of docs/PERFORMANCE.md to standard output. The program is the compiled one, and the two sizes take turns.
 */
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, secretKey } from '../support/agency.ts'
import { builtBinary } from '../support/build.ts'
import { scratchFolder } from '../support/embedded.ts'
import { lists, loaded, type Team } from './lists.ts'

const sizes = [1_000, Number(Bun.env['GROWTH_CLIENTS'] ?? 1_000_000)] as const
const rounds = Number(Bun.env['GROWTH_ROUNDS'] ?? 9)
/** Only the cases whose line holds this text. */
const only = Bun.env['GROWTH_ONLY'] ?? ''

const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
const say = (line: string) => Bun.stdout.write(`${line}\n`)

const binary = await builtBinary()
const folder = scratchFolder('epic-growth-')
const agencies: { readonly agency: Agency; readonly team: Team }[] = []
for (const clients of sizes) {
  const agency = await openAgency('server')
  const start = performance.now()
  const team = await loaded(agency, clients)
  process.stderr.write(`${clients} clients: ${Math.round((performance.now() - start) / 1000)} s to load\n`)
  agencies.push({ agency, team })
}

async function time(agency: (typeof agencies)[number], role: keyof Team, args: readonly string[]): Promise<number> {
  const env = {
    PATH: Bun.env['PATH'] ?? '',
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    DATABASE_URL: agency.agency.url ?? '',
    SECRET_KEY: secretKey,
    TEMP_FILE_PATH: agency.team[role].sessionFile,
  }
  const start = performance.now()
  const running = Bun.spawn([binary, ...args], { env, stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
  const code = await running.exited
  const took = performance.now() - start
  // A scoped role does not find every record that an option names: 3, as fast.
  if (code !== Exit.ok && code !== Exit.notFound)
    throw new Error(`${args.join(' ')}: exit ${code}: ${await new Response(running.stderr).text()}`)
  return took
}

say(`| list | ${Object.keys(agencies[0]?.team ?? {}).join(' | ')} |`)
say('|---|---|---|---|---|')
const ratios: number[] = []
const [small, large] = agencies
if (!small || !large) throw new Error('two sizes are compared')
for (const [noun, cases] of Object.entries(
  lists({ commercial: small.team.commercial.id, support: small.team.support.id }),
))
  for (const options of cases) {
    const line = `${noun} list ${options.join(' ')}`.trim()
    if (!line.includes(only)) continue
    const cells: string[] = []
    for (const role of ['management', 'commercial', 'support', 'scoped'] as const) {
      const [few, many]: [number[], number[]] = [[], []]
      for (let round = -1; round < rounds; round++) {
        const took = [
          await time(small, role, [noun, 'list', ...options]),
          await time(large, role, [noun, 'list', ...options]),
        ]
        if (round < 0) continue
        few.push(took[0] ?? 0)
        many.push(took[1] ?? 0)
      }
      const ratio = median(many) / median(few)
      ratios.push(ratio)
      cells.push(`${median(few).toFixed(0)} → ${median(many).toFixed(0)} ms ×${ratio.toFixed(2)}`)
    }
    say(`| \`${line}\` | ${cells.join(' | ')} |`)
  }
say('')
say(`${ratios.length} measures: median ×${median([...ratios]).toFixed(2)}, greatest ×${Math.max(...ratios).toFixed(2)}`)
for (const { agency } of agencies) await agency.close()
