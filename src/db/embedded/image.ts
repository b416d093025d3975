/** The prebuilt database: what initdb (seconds) and the migrations make, packed by build.ts, unpacked in a tenth of a second. */
import { mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import image from '../../../dist/database.tar.gz' with { type: 'file' }

/** Entry of the archive that names the folders that hold no file; PostgreSQL wants them, an archive of files has none. */
export const foldersEntry = 'folders.json'

/**
 * Unpacks the image as `target`, whole or not at all: beside it first, then renamed. A rest of an interrupted attempt is removed, so
 * only one process may do this at a time.
 *
 * @param target must not exist, its parent must
 * @throws Error of the system (ENOSPC, EACCES, …), or that the archive cannot be read
 */
export async function unpackImage(target: string, archive: string = image): Promise<void> {
  const draft = `${target}.new`
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { mode: 0o700 })
    await new Bun.Archive(await Bun.file(archive).bytes()).extract(draft)
    const list = join(draft, foldersEntry)
    const folders: string[] = await Bun.file(list).json()
    for (const folder of folders) mkdirSync(join(draft, folder), { recursive: true, mode: 0o700 })
    rmSync(list)
    renameSync(draft, target)
  } catch (error) {
    const full = isFull(dirname(target))
    rmSync(draft, { recursive: true, force: true })
    // The archive's own error does not say why it could not go on.
    throw full ? Object.assign(new Error('no space left', { cause: error }), { code: 'ENOSPC' }) : error
  }
}

function isFull(folder: string): boolean {
  const { bavail, bsize, files, ffree } = statfsSync(folder)
  return bavail * bsize < 1_000_000 || (files > 0 && ffree === 0)
}
