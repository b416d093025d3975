/**
 * A command on the embedded database, against psql on a local server. The first command leaves a process that holds the database for the
 * ones after it; none is left when this ends.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { compared } from './commands.ts'
import { type Home, home, onServer, onThisDisk } from './installation.ts'
import { heads, inShort, race, row, timed } from './race.ts'
import { judged, median, ms, quantile, rounds, say, table } from './report.ts'

/** Without the process that stays: each command opens the database itself, which takes half a second. */
const off = { EPIC_EVENTS_RESIDENT: 'off' }
const goals = { second: 2, firstMs: 800, fiftyMs: 2000 }

export default async function embedded(): Promise<string[][]> {
  const server = await onServer()
  const at = await onThisDisk()
  const newcomer = await home()
  const count = rounds()
  const few = Math.ceil(count / 4)
  try {
    await say('## A command on the embedded database\n')
    const rows: string[][] = []
    for (const [given, pairs] of [
      [{}, count],
      [off, few],
    ] as const) {
      await at.quiet()
      for (const { command, ours, theirs } of server.psql ? compared(at, server, given) : []) {
        const [own, psql] = await race([ours, theirs('psql')], pairs)
        const alone = given === off
        if (own && psql)
          rows.push(
            row({
              command: alone ? `${command} by itself` : command,
              ours: own,
              other: '`psql`',
              theirs: psql,
              ...(alone ? {} : { goal: goals.second }),
            }),
          )
      }
    }
    await table(heads, rows)
    await table(
      ['', 'median>', 'half of the times>', 'goal>', ''],
      [
        line('the first command ever: it makes the database (`db-create`)', await each(few, () => firstEver(newcomer))),
        line(
          'the first command for a while: it opens the database (`client list`)',
          await each(few, () => first(at, {})),
          goals.firstMs,
        ),
        line('the same by itself', await each(few, () => first(at, off))),
        line(
          '50 commands in a row (`client view`)',
          await each(Math.min(3, count), () => fifty(at, {})),
          goals.fiftyMs,
        ),
        line('the same, each by itself', await each(1, () => fifty(at, off))),
      ],
    )
    await say(
      `The other side is \`psql\` on a local server, PostgreSQL ${server.version}, as above. By itself: with \`EPIC_EVENTS_RESIDENT=off\`. Medians of ${count} pairs, of ${few} where a command opens the database.`,
    )
    await say()
    return rows.slice(0, 1).map((second) => inShort('on the embedded database, second command', second))
  } finally {
    await newcomer.remove()
    await at.remove()
    await server.remove()
  }
}

async function each(times: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = []
  for (let round = 0; round < times; round++) all.push(await measure())
  return all
}

function line(what: string, times: readonly number[], goal?: number): string[] {
  const [of, met] = judged(median(times), goal)
  return [what, ms(median(times)), `${ms(quantile(times, 0.25))}–${ms(quantile(times, 0.75))}`, of && `${of} ms`, met]
}

async function firstEver(at: Home): Promise<number> {
  await at.quiet()
  rmSync(join(at.folder, '.local'), { recursive: true, force: true })
  const { wall } = await timed({ command: [at.binary, 'db-create', '--quiet'], env: at.env })
  if (!existsSync(join(at.folder, '.local'))) throw new Error('the first command has made no database')
  return wall
}

async function first(at: Home, given: Readonly<Record<string, string>>): Promise<number> {
  await at.quiet()
  return (await timed({ command: [at.binary, 'client', 'list'], env: { ...at.env, ...given } })).wall
}

/** @returns the milliseconds of all together; the first of them finds the database open, unless each opens it by itself */
async function fifty(at: Home, given: Readonly<Record<string, string>>): Promise<number> {
  const env = { ...at.env, ...given }
  const view = (id: number) => timed({ command: [at.binary, 'client', 'view', `${id}`], env })
  await view(1)
  const start = performance.now()
  for (let id = 1; id <= 50; id++) await view(id)
  return performance.now() - start
}
