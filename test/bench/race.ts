/**
 * Programs that take turns: each figure is a ratio of two runs that came one after the other, so that a busy machine slows both. Who goes
 * first changes from round to round.
 */
import { judged, median, ms, quantile } from './report.ts'

/** A program in a race. */
export interface Runner {
  readonly name: string
  /** What is run; a function is asked anew each time. */
  readonly command: readonly string[] | (() => readonly string[])
  readonly env: Readonly<Record<string, string>>
  /** Done before and after each run, outside of the time that is taken. */
  readonly before?: () => Promise<void>
  readonly after?: () => void
}

/** What a runner needed in each round, in milliseconds. */
export interface Times {
  readonly wall: number[]
  /** Processor time of the program itself, user and system. A server's is not in it. */
  readonly processor: number[]
}

/**
 * One run from start to exit, in milliseconds.
 *
 * @param codes the exit codes that are as good as 0
 * @throws Error it fails: a fast failure is no figure
 */
export async function timed(
  { command, env }: Pick<Runner, 'command' | 'env'>,
  codes: readonly number[] = [0],
): Promise<{ wall: number; processor: number }> {
  const words = typeof command === 'function' ? command() : command
  const start = performance.now()
  const running = Bun.spawn([...words], { env, stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
  const code = await running.exited
  const wall = performance.now() - start
  if (!codes.includes(code))
    throw new Error(`${words.join(' ')}: exit ${code}: ${await new Response(running.stderr).text()}`)
  return { wall, processor: Number(running.resourceUsage()?.cpuTime.total ?? 0) / 1000 }
}

/** Lets all run in turns. @param rounds how many are counted; up to three come before them to warm up @returns the times, in the order of the runners */
export async function race(runners: readonly Runner[], rounds: number): Promise<Times[]> {
  const times = runners.map((): Times => ({ wall: [], processor: [] }))
  for (let round = -Math.min(3, rounds); round < rounds; round++)
    for (const turn of runners.keys()) {
      const at = (turn + Math.abs(round)) % runners.length
      const [runner, kept] = [runners[at], times[at]]
      if (!runner || !kept) throw new Error('there is a runner for each turn')
      await runner.before?.()
      const { wall, processor } = await timed(runner)
      runner.after?.()
      if (round < 0) continue
      kept.wall.push(wall)
      kept.processor.push(processor)
    }
  return times
}

/** The ratios of the pairs. */
const ratiosOf = (ours: Times, theirs: Times): number[] =>
  ours.wall.map((wall, round) => wall / (theirs.wall[round] ?? Number.NaN))

export const heads = [
  'command',
  'compared with',
  'it takes>',
  'the other>',
  'ratio>',
  'half of the ratios>',
  'processor time>',
  'goal>',
  '',
]

/** A row of the table with `heads`. @param goal the greatest ratio that is good */
export function row(o: { command: string; ours: Times; other: string; theirs: Times; goal?: number }): string[] {
  const ratios = ratiosOf(o.ours, o.theirs)
  const ratio = median(ratios)
  return [
    o.command,
    o.other,
    ms(median(o.ours.wall)),
    ms(median(o.theirs.wall)),
    `**${ratio.toFixed(2)}**`,
    `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}`,
    `${ms(median(o.ours.processor))} : ${ms(median(o.theirs.processor))}`,
    ...judged(ratio, o.goal),
  ]
}

/** What the table in short has of a row. @param where the server is */
export const inShort = (where: string, [, , ours = '', theirs = '', ratio = '']: readonly string[] = []): string[] => [
  where,
  ours,
  theirs,
  ratio,
]
