/** A database folder as one file, and back. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

/** Names the folders that hold no file: PostgreSQL wants them, and an archive of files has none. */
const foldersEntry = 'folders.json'
/** Left by a server that runs. */
const leftovers = /^postmaster\.(pid|opts)$/

/** Packs `folder` (`.tar.gz`: unpacking is bound by the number of files, so that compressing costs nothing). */
export async function pack(folder: string): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {}
  const empty: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, entry)
    const name = entry.replaceAll(sep, '/')
    if (!statSync(path).isFile()) {
      if (readdirSync(path).length === 0) empty.push(name)
    } else if (!leftovers.test(name)) files[name] = readFileSync(path)
  }
  files[foldersEntry] = Buffer.from(JSON.stringify(empty))
  return new Bun.Archive(files, { compress: 'gzip', level: 9 }).bytes()
}

/**
 * Unpacks as `target`, whole or not at all: beside it first, then renamed. The rest of an interrupted attempt is removed, so only one
 * process may do this at a time.
 *
 * @param target must not exist, its parent must
 * @throws Error of the system (ENOSPC, EACCES, …), or that the archive cannot be read
 */
export async function unpack(archive: Uint8Array<ArrayBuffer>, target: string): Promise<void> {
  const draft = `${target}.new`
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { mode: 0o700 })
    await new Bun.Archive(archive).extract(draft)
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
