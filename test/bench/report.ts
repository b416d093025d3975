/** What a bench prints: Markdown on standard output, as docs/PERFORMANCE.md shows it, and how far it is on standard error. */
import { cpus, loadavg, release, totalmem } from 'node:os'

/** Measures something and says it. @returns rows for the table in short: where, what a command takes, what psql takes, the ratio */
export type Part = () => Promise<string[][] | undefined>

/** Pairs of each comparison. @throws Error BENCH_ROUNDS is no whole number above 0 */
export function rounds(byDefault = 40): number {
  const wanted = Number(Bun.env['BENCH_ROUNDS'] || byDefault)
  if (!Number.isInteger(wanted) || wanted < 1) throw new Error('BENCH_ROUNDS is a whole number above 0')
  return wanted
}

/** All lines so far. */
export const said: string[] = []

/** A line on standard output. */
export function say(line = ''): Promise<number> {
  said.push(...line.split('\n'))
  return Bun.write(Bun.stdout, `${line}\n`)
}

/** A line on standard error, which is no part of the tables. */
export const progress = (line: string): Promise<number> => Bun.write(Bun.stderr, `${line}\n`)

/** A table: its heads, and rows of cells. A head that ends with `>` is that of a column of figures. */
export async function table(heads: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const names = heads.map((head) => head.replace(/>$/, ''))
  const rules = heads.map((head) => (head.endsWith('>') ? '---:' : '---'))
  await say(line(names))
  await say(`|${rules.join('|')}|`)
  for (const row of rows) await say(line(row))
  await say()
}

/** Milliseconds, as a table shows them. */
export const ms = (value: number): string => (value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`)

/** The middle one of some figures; the upper one of the two in the middle. */
export const median = (all: readonly number[]): number => quantile(all, 0.5)

/** The figure that a share of all figures do not reach. @param share from 0 to 1 */
export function quantile(all: readonly number[], share: number): number {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The cells `goal` and whether a figure meets it. */
export const judged = (figure: number, goal: number | undefined): [goal: string, met: string] =>
  goal === undefined ? ['', ''] : [`${goal}`, figure <= goal ? 'met' : 'not met']

const loads = (): string =>
  loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')

/** The load of the last minute above which another program is at work. A bench is one itself: it waits for what it has started. */
const quiet = { before: 0.5, after: 1.5 }

/** Describes the machine, does some work, and says how quiet the machine was meanwhile. */
export async function onThisMachine(work: () => Promise<void>): Promise<void> {
  const [before] = loadavg()
  const [processor] = cpus()
  const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`
  await say(
    `${processor?.model.trim() || process.arch}, ${cpus().length} cores, ${memory}, ${process.platform} ${release()}, Bun ${Bun.version}; load before: ${loads()}.`,
  )
  await say()
  await work()
  const [after] = loadavg()
  await say(`Load after: ${loads()}.`)
  if ((before ?? 0) > quiet.before || (after ?? 0) > quiet.after)
    await say(
      'Warning: the machine was not quiet. Ratios of pairs stand that better than times, but not every bit of it.',
    )
}
