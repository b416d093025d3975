/**
 * What takes too long for every run of the tests: `bun run soak`, or some parts of it by their names: `bun run soak failover`.
 * Exit code 0 when all that was run held.
 */

import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { races, track } from '../concurrency/races.ts'
import { openAgency } from '../support/agency.ts'
import { randomRounds } from '../undo/random.ts'
import { brokers } from './broker.ts'
import { killInTheMiddleOfWrites as killTheEmbedded } from './embedded-kills.ts'
import { failover } from './failover.ts'
import { tills } from './money.ts'
import { mutants } from './mutants.ts'
import { pages } from './pages.ts'
import { powerCuts } from './power-cuts.ts'
import { slowReaders } from './readers.ts'
import { realPowerCuts } from './real-power-cuts.ts'
import { residents } from './residents.ts'
import { killInTheMiddleOfWrites as killTheServer } from './server-kills.ts'

/** What a part found: figures to print, and what did not hold. */
interface Found {
  readonly figures: Readonly<Record<string, unknown>>
  readonly wrong: readonly string[]
}

const raceRounds = 200
const propertyRuns = 500

const parts: Readonly<Record<string, () => Promise<Found>>> = {
  async races() {
    const on = await track(await openAgency('server'))
    const wrong: string[] = []
    try {
      for (const [name, race] of Object.entries(races)) {
        for (let round = 0; round < raceRounds; round++) {
          wrong.push(...(await race(on, round)).map((what) => `${name}, round ${round}: ${what}`))
        }
      }
    } finally {
      await on.agency.close()
    }
    return { figures: { races: Object.keys(races).length, 'rounds each': raceRounds }, wrong }
  },
  async properties() {
    const wrong = await failures(['test/property', 'test/db/list.test.ts'], { PROPERTY_RUNS: String(propertyRuns) })
    return { figures: { 'values each': propertyRuns }, wrong }
  },
  async imports() {
    const settings = { IMPORT_ROWS: '10001' }
    return { figures: { rows: 10_001 }, wrong: await failures(['test/import/equal.test.ts'], settings) }
  },
  async undo() {
    const seed = Number(process.env['UNDO_SEED'] ?? Date.now() % 1_000_000)
    const { wrong, ...figures } = await randomRounds({ seed, sequences: 1_000, length: 20 })
    return { figures, wrong }
  },
  money() {
    const seed = Number(process.env['MONEY_SEED'] ?? Date.now() % 1_000_000)
    const tell = (line: string) => void process.stderr.write(`money, seed ${seed}, ${line}\n`)
    return tills({ seed, seconds: 60 * Number(process.env['MONEY_MINUTES'] ?? 3), tills: 30, rounds: 18, tell })
  },
  async matrix() {
    return { figures: {}, wrong: await failures(['test/matrix/embedded.test.ts'], { MATRIX: 'all' }) }
  },
  async mutants() {
    const { tried, unnoticed } = await mutants()
    return { figures: { 'checks taken away': tried }, wrong: unnoticed }
  },
  async 'embedded-kills'() {
    const { acknowledged, missing } = await killTheEmbedded(20)
    return { figures: { acknowledged }, wrong: missing.map((name) => `acknowledged and lost: ${name}`) }
  },
  pages,
  residents() {
    const seed = Number(process.env['RESIDENTS_SEED'] ?? Date.now() % 1_000_000)
    return residents({ seconds: 60 * Number(process.env['RESIDENTS_MINUTES'] ?? 10), seed })
  },
  broker() {
    const seed = Number(process.env['BROKER_SEED'] ?? Date.now() % 1_000_000)
    return brokers({ seconds: 60 * Number(process.env['BROKER_MINUTES'] ?? 10), seed })
  },
  async 'power-cuts'() {
    const seed = Number(process.env['POWER_CUT_SEED'] ?? Date.now() % 1_000_000)
    const written = await powerCuts({ seed, cuts: 60, rows: 260, fsync: true })
    const recovering = await powerCuts({ seed, cuts: 30, rows: 260, fsync: true, again: true })
    const without = await powerCuts({ seed, cuts: 20, rows: 260, fsync: false })
    const real = await realPowerCuts({ seed, cuts: 30, fsync: true })
    return {
      figures: {
        seed,
        'whole of 60': written.whole,
        'cut again while it recovered, whole of 30': recovering.whole,
        'without fsync whole of 20': without.whole,
        'of a real ext4': real ? `${real.cuts}, of these ${real.unpacking} while it was unpacked` : 'not here',
      },
      wrong: [
        ...[...written.broken, ...recovering.broken, ...(real?.broken ?? [])],
        ...(without.whole < 20 ? [] : ['without fsync nothing was lost, so these cuts show nothing']),
      ],
    }
  },
  async 'server-kills'() {
    const { acknowledged, killed, missing, half, misinformed } = await killTheServer(20)
    return {
      figures: { acknowledged, ...killed },
      wrong: [...missing.map((name) => `acknowledged and lost: ${name}`), ...half, ...misinformed],
    }
  },
  async failover() {
    const { missing, after, between, onStandby, firstMs, slowestMs } = await failover()
    const seven = [onStandby, ...between].filter((heard) => !heard.startsWith('7: '))
    return {
      figures: { 'first command after it, ms': Math.round(firstMs), 'slowest command, ms': Math.round(slowestMs) },
      wrong: [
        ...missing.map((name) => `acknowledged and lost: ${name}`),
        ...seven.map((heard) => `not a 7: ${heard}`),
        ...after.filter((code) => code !== Exit.ok).map((code) => `after the promotion: exit ${code}`),
        ...(slowestMs < 10_000 ? [] : ['a command took more than 10 s']),
      ],
    }
  },
  async 'slow-readers'() {
    const reads = await slowReaders()
    const figures = reads.map(({ way, lines, megabytes: { quick, slow } }) => [
      `${way}:`,
      `${lines} lines, ${quick} MB, with a slow reader ${slow} MB`,
    ])
    return { figures: Object.fromEntries(figures), wrong: reads.flatMap(({ wrong }) => wrong) }
  },
  /** That the bench works; `bun run bench` has the figures. */
  async bench() {
    const wrong = await complaints(['test/bench/run.ts', 'embedded', 'far', 'startup'], { BENCH_ROUNDS: '1' })
    return { figures: {}, wrong }
  },
}

type Settings = Readonly<Record<string, string>>

/** Runs test files with further settings. @returns what they print when one fails */
const failures = (files: readonly string[], settings: Settings): Promise<string[]> =>
  complaints(['test', '--timeout', '3600000', ...files], settings)

/** Runs something of the repository with Bun. @returns what it prints on stderr when it fails */
async function complaints(args: readonly string[], settings: Settings): Promise<string[]> {
  const running = Bun.spawn([process.execPath, ...args], {
    cwd: join(import.meta.dir, '../..'),
    env: { ...process.env, ...settings },
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const output = await new Response(running.stderr).text()
  return (await running.exited) === 0 ? [] : [output]
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in parts))
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. The parts: ${Object.keys(parts).join(', ')}\n`)
  process.exitCode = 2
}
let failed = 0
for (const [name, part] of Object.entries(parts)) {
  if (unknown.length > 0 || (chosen.length > 0 && !chosen.includes(name))) continue
  const since = performance.now()
  const { figures, wrong } = await part().catch((error: unknown): Found => ({ figures: {}, wrong: [String(error)] }))
  const seconds = ((performance.now() - since) / 1000).toFixed(1)
  const shown = Object.entries(figures).map(([what, figure]) => `${what} ${figure}`)
  process.stdout.write(`${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s): ${shown.join(', ')}\n`)
  for (const line of wrong) process.stdout.write(`       ${line}\n`)
  failed += wrong.length
}
if (failed > 0) process.exitCode = 1
