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
  const confirmed = new Map<string, string[]>()
  try {
    for (let round = 0; round < o.cuts; round++) {
      // Two cuts for each database: the second one finds what has recovered from the first. Before every other cut the writer is killed, so that
      // what the next one recovers from was never waited for.
      const data = join(disk.folder, `data-${round >> 1}`)
      const names = confirmed.get(data) ?? []
      confirmed.set(data, names)
      if (round % 2 === 1)
        names.push(...(await written(`${round} killed`, data, o, 1_500 + random() * 1_000, () => {})))
      const cutAfterMs = 300 + random() * 2_500
      names.push(...(await written(`${round}`, data, o, cutAfterMs, () => disk.cutPower())))
      disk.restart()
      if (!existsSync(databaseIn(data))) unpacking += 1
      const fault = await faultOf(data, names)
      if (fault !== '') broken.push(`real cut ${round}, after ${Math.round(cutAfterMs)} ms: ${fault}`)
    }
  } finally {
    disk.remove()
  }
  return { cuts: o.cuts, unpacking, broken }
}

/** Lets a process write for some time, and kills it. @returns the companies that were confirmed to it */
async function written(
  name: string,
  data: string,
  o: { fsync: boolean },
  ms: number,
  end: () => void,
): Promise<string[]> {
  const script = join(import.meta.dir, 'embedded-writer.ts')
  const writer = Bun.spawn([process.execPath, script, data, name, 'Infinity', o.fsync ? 'on' : 'off'], {
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const timer = setTimeout(() => {
    end()
    writer.kill('SIGKILL')
  }, ms)
  const output = await new Response(writer.stdout).text()
  await writer.exited
  clearTimeout(timer)
  return output.split('\n').slice(0, -1)
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
