/** Keeps a copy of the embedded database before it is migrated. */
import { constants, cpSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { syncName, syncTree } from './durable.ts'
import { databaseIn } from './folder.ts'
import { unusable } from './reasons.ts'

/** How many copies stay. */
const kept = 2

/** A copy lies beside the database: `database.before-9` is the database as it was before schema version 9 was left. */
const name = (schema: number) => `database.before-${schema}`
const schemaOf = (entry: string) => Number(/^database\.before-(\d+)$/.exec(entry)?.[1] ?? Number.NaN)

/**
 * Copies the database, and removes all copies but the last two. The caller has run CHECKPOINT and writes nothing meanwhile, so the copy opens
 * like a database whose process was killed: whole. It is on the disk before the copies that it replaces are removed.
 *
 * @param folder the data folder
 * @param schema the schema version that the database has now
 * @returns the path of the copy
 * @throws Unavailable the disk is full, or the folder cannot be written
 */
export async function keepEarlier(folder: string, schema: number): Promise<string> {
  const copy = join(folder, name(schema))
  const unfinished = `${copy}.new`
  try {
    rmSync(unfinished, { recursive: true, force: true })
    cpSync(databaseIn(folder), unfinished, { recursive: true, mode: constants.COPYFILE_FICLONE })
    await syncTree(unfinished)
    rmSync(copy, { recursive: true, force: true })
    renameSync(unfinished, copy)
    syncName(copy)
    const copies = readdirSync(folder).filter((entry) => !Number.isNaN(schemaOf(entry)))
    for (const old of copies.toSorted((a, b) => schemaOf(b) - schemaOf(a)).slice(kept)) {
      rmSync(join(folder, old), { recursive: true, force: true })
    }
    return copy
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw unusable(folder, error)
  }
}
