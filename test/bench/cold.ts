/** A command as it is typed, on a local server: each is a new process with a new connection, over plain TCP with a password (SCRAM). */
import { join } from 'node:path'
import { compile } from '../../build.ts'
import { compared } from './commands.ts'
import { clients, onServer } from './installation.ts'
import { heads, inShort, type Runner, race, row } from './race.ts'
import { rounds, say, table } from './report.ts'

const wrapperGoal = 0.85

export default async function cold(): Promise<string[][]> {
  const at = await onServer()
  const count = rounds()
  try {
    await say('## A command on a local server\n')
    const rows: string[][] = []
    const { psql } = at
    for (const { command, ours, theirs, goal } of compared(at, at)) {
      const others: { name: string; runner: Runner; goal: number }[] = []
      if (psql) others.push({ name: '`psql`', runner: theirs('psql'), goal })
      if (psql?.wrapper)
        others.push({
          name: "Debian's `psql`",
          runner: theirs('pg_wrapper', { path: psql.wrapper }),
          goal: wrapperGoal,
        })
      const [own, ...times] = await race([ours, ...others.map(({ runner }) => runner)], count)
      for (const [index, { name, goal }] of others.entries())
        if (own && times[index]) rows.push(row({ command, ours: own, other: name, theirs: times[index], goal }))
    }
    const empty = { name: 'empty program', command: [await emptyProgram(at.folder)], env: at.env }
    for (const { args, goal } of [{ args: ['--help'], goal: 2.5 }, { args: ['help', 'event', 'create'] }]) {
      const [own, nothing] = await race([{ name: 'help', command: [at.binary, ...args], env: at.env }, empty], count)
      if (own && nothing)
        rows.push(
          row({
            command: `\`${args.join(' ')}\``,
            ours: own,
            other: 'an empty program',
            theirs: nothing,
            ...(goal ? { goal } : {}),
          }),
        )
    }
    await table(heads, rows)
    await say(
      `PostgreSQL ${at.version} with ${clients.toLocaleString('en')} clients; ${psql ? `\`psql\` is ${psql.path}, version ${psql.version}` : 'psql is not installed'}; medians of ${count} pairs.`,
    )
    await say()
    return psql ? [inShort('on a local server', rows[0])] : []
  } finally {
    await at.remove()
  }
}

/** A program that does nothing, compiled as ours is. @returns its path */
export async function emptyProgram(folder: string): Promise<string> {
  const path = join(folder, 'empty')
  await Bun.write(join(folder, 'empty.ts'), 'export {}\n')
  await compile(join(folder, 'empty.ts'), path)
  return path
}
