/** Packs a database folder into one file, and unpacks it. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { syncName, syncTree } from './durable.ts'

/** The entry that lists the folders without files: PostgreSQL needs them, and an archive holds files only. */
const foldersEntry = 'folders.json'
/** Files of a running server, which are not packed. */
const leftovers = /^postmaster\.(pid|opts)$/

/** Packs a folder as `.tar.gz`. The number of files decides how long unpacking takes, so compression costs nothing. */
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
 * Unpacks an archive as `target`, whole or not at all: into a folder beside it, which is then renamed. What an interrupted attempt left is
 * removed first, so only one process may do this at a time.
 *
 * @param target must not exist, its parent must
 * @param o.fsync whether to wait until all of it is on the disk, so that it is whole or not there after a power cut too; default true
 * @throws the system's error (ENOSPC, EACCES, …), or an Error because the archive cannot be read
 */
export async function unpack(
  archive: Uint8Array<ArrayBuffer>,
  target: string,
  { fsync = true }: { readonly fsync?: boolean | undefined } = {},
): Promise<void> {
  const draft = `${target}.new`
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { mode: 0o700 })
    await new Bun.Archive(archive).extract(draft)
    const list = join(draft, foldersEntry)
    const folders: string[] = await Bun.file(list).json()
    for (const folder of folders) mkdirSync(join(draft, folder), { recursive: true, mode: 0o700 })
    rmSync(list)
    if (fsync) await syncTree(draft)
    renameSync(draft, target)
    if (fsync) syncName(target)
  } catch (error) {
    const full = isFull(dirname(target))
    rmSync(draft, { recursive: true, force: true })
    // The error of the archive does not say that the disk is full.
    throw full ? Object.assign(new Error('no space left', { cause: error }), { code: 'ENOSPC' }) : error
  }
}

/** Whether the disk of a folder has less than a megabyte, or no inode, left. */
function isFull(folder: string): boolean {
  const { bavail, bsize, files, ffree } = statfsSync(folder)
  return bavail * bsize < 1_000_000 || (files > 0 && ffree === 0)
}
