/** Power cuts of a real ext4 under the program that writes: a new database each time, cut while it is unpacked, opened or written to. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { databaseIn } from '../../src/db/embedded/folder.ts'
import { openEmbedded } from '../../src/db/embedded/open.ts'
import { ext4 } from '../support/ext4.ts'
import { seeded } from '../support/power-cut.ts'

export interface RealCuts {
  readonly cuts: number
  /** How many of them found no database yet. */
  readonly unpacking: number
  readonly broken: readonly string[]
}

/** @returns undefined where ext4 cannot be mounted */
export async function realPowerCuts(o: { cuts: number; seed: number; fsync: boolean }): Promise<RealCuts | undefined> {
  const random = seeded(o.seed)
  const disk = ext4(400)
  if (!disk) return undefined
  const broken: string[] = []
  let unpacking = 0
  const confirmed = new Map<string, readonly string[]>()
  try {
    for (let round = 0; round < o.cuts; round++) {
      // Two cuts for each database: the second one finds what has recovered from the first.
      const data = join(disk.folder, `data-${round >> 1}`)
      const writer = Bun.spawn(
        [
          process.execPath,
          join(import.meta.dir, 'embedded-writer.ts'),
          data,
          `${round}`,
          'Infinity',
          o.fsync ? 'on' : 'off',
        ],
        {
          stdout: 'pipe',
          stderr: 'ignore',
        },
      )
      const cutAfterMs = 300 + random() * 2_500
      const timer = setTimeout(() => {
        disk.cutPower()
        writer.kill('SIGKILL')
      }, cutAfterMs)
      const output = await new Response(writer.stdout).text()
      await writer.exited
      clearTimeout(timer)
      const names = output.split('\n').slice(0, -1)
      confirmed.set(data, [...(confirmed.get(data) ?? []), ...names])
      disk.restart()
      if (!existsSync(databaseIn(data))) unpacking += 1
      const fault = await faultOf(data, confirmed.get(data) ?? [])
      if (fault !== '') broken.push(`real cut ${round}, after ${Math.round(cutAfterMs)} ms: ${fault}`)
    }
  } finally {
    disk.remove()
  }
  return { cuts: o.cuts, unpacking, broken }
}

/** Opens the database and looks for the companies. @returns what is wrong, or an empty text */
async function faultOf(data: string, names: readonly string[]): Promise<string> {
  try {
    const database = await openEmbedded(data, { crypto: false, uid: process.geteuid?.() })
    try {
      const rows = await database.sql({})<{ name: string }[]>`select name from epic_events.company`
      const there = new Set(rows.map(({ name }) => name))
      const missing = names.filter((name) => !there.has(name))
      return missing.length === 0 ? '' : `${missing.length} of ${names.length} confirmed rows are lost`
    } finally {
      await database.close()
    }
  } catch (error) {
    return `does not open: ${String(error)} ${String((error as Error).cause).slice(0, 300)}`
  }
}
