/** kill -9 in the middle of writes: every write that was acknowledged is there afterwards (power-cuts.ts is about those). */
import { join } from 'node:path'
import { freshEmbedded } from '../support/embedded.ts'

/**
 * Each round starts a process that inserts rows and prints each one that was acknowledged, kills it, and compares with the database.
 *
 * @returns how many rows were acknowledged in all, and those that are missing
 */
export async function killInTheMiddleOfWrites(rounds: number): Promise<{ acknowledged: number; missing: string[] }> {
  const fresh = await freshEmbedded()
  const missing: string[] = []
  let acknowledged = 0
  try {
    for (let round = 0; round < rounds; round++) {
      const child = Bun.spawn(
        [process.execPath, join(import.meta.dir, 'embedded-writer.ts'), fresh.folder, `${round}`],
        {
          stdout: 'pipe',
          stderr: 'inherit',
        },
      )
      let output = ''
      const decoder = new TextDecoder()
      const after = 20 + ((round * 37) % 150)
      for await (const bytes of child.stdout) {
        output += decoder.decode(bytes, { stream: true })
        if (output.split('\n').length > after) child.kill('SIGKILL')
      }
      await child.exited
      const names = output.split('\n').slice(0, -1) // what follows the last line end was cut
      acknowledged += names.length
      const database = await fresh.open()
      const sql = database.sql({})
      const there = new Set(
        (await sql<{ name: string }[]>`select name from epic_events.company`).map((row) => row.name),
      )
      missing.push(...names.filter((name) => !there.has(name)))
      await sql.end()
      await database.close()
    }
  } finally {
    await fresh.remove()
  }
  return { acknowledged, missing }
}
