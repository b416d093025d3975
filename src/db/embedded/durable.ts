/**
 * What survives a power cut. PostgreSQL knows in which order its files must reach the disk and says so with fsync(2), and PGlite lets none of
 * it through: it starts PostgreSQL with `-F` (no fsync at all), its NODEFS has no `fsync` (`fd_sync` then reports success), and its
 * `fdatasync` does nothing. So PostgreSQL's own fsync is switched on and given to NODEFS. Syncing the log alone, from outside, would not do:
 * the order within a checkpoint would be lost.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { errno } from '../../trusted-file.ts'

/** The options with which PGlite starts PostgreSQL. `wal_sync_method` may not stay `fdatasync`, PostgreSQL's default on Linux. */
export const startOptions = (fsync: boolean): readonly string[] =>
  fsync
    ? [
        ...PGlite.defaultStartParams.filter((option) => option !== '-F'),
        ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
      ]
    : PGlite.defaultStartParams

const onWindows = sep === '\\'

/** What `fd_sync` returns for an error: errno in WASI's numbers, which emscripten's C library has. */
const wasi = { EINVAL: 28, EIO: 29, ENOSPC: 51, EDQUOT: 19 } as const
const isKnown = (code: string): code is keyof typeof wasi => code in wasi

/** A file or folder of NODEFS, open or not. */
interface Node {
  readonly mode: number
}
interface Stream {
  /** The descriptor in this process. */
  readonly nfd: number
  readonly node: Node
}
/** The part of PGlite's module that is used here: what opens no file for reading alone changes one. */
interface Module {
  readonly NODEFS: {
    realPath(node: Node): string
    readonly stream_ops: Operations<'write' | 'setattr', Stream> & { fsync?: (stream: Stream) => number }
    readonly node_ops: Operations<'setattr' | 'mknod' | 'unlink' | 'rmdir' | 'symlink', Node> & {
      rename(node: Node, folder: Node, name: string): unknown
    }
  }
}
type Operations<Name extends string, On> = Record<Name, (on: On, ...more: unknown[]) => unknown>

const isFolder = ({ node }: Stream) => (node.mode & 0o170_000) === 0o040_000

/** The files of a database. */
export class DatabaseFiles extends NodeFS {
  /** The system's code of the first fsync that failed. PostgreSQL stops then, as it must: the kernel may have dropped what it could not write. */
  failed: string | undefined

  private readonly durable: boolean
  /** The paths of what is on the disk as it is: synced when the database was opened, and not changed since. */
  private readonly untouched = new Set<string>()

  /**
   * @param o.fsync whether PostgreSQL's fsync reaches the disk
   * @param o.pinned whether `folder` is the working folder of the process, and stays it: the files are then those of the working folder,
   *   wherever it may be moved to
   */
  constructor(folder: string, o: { fsync: boolean; pinned: boolean }) {
    super(folder)
    this.durable = o.fsync
    if (o.pinned) this.rootDir = '.'
  }

  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(pglite, options)
    if (!this.durable) return made
    const { emscriptenOpts } = made
    if (existsSync(join(this.rootDir, 'postmaster.pid'))) await this.syncAll()
    const addFsync = (module: unknown) => {
      const { NODEFS } = module as Module
      if (this.untouched.size > 0) this.watch(NODEFS)
      NODEFS.stream_ops.fsync = (stream) => (this.untouched.has(NODEFS.realPath(stream.node)) ? 0 : this.fsync(stream))
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } }
  }

  /**
   * After a PostgreSQL that was killed the next one syncs each file before it recovers, one after the other, which takes seconds on a disk that
   * is busy. So they are synced here, many at once, and need not be again until they are changed.
   */
  private async syncAll(): Promise<void> {
    try {
      for (const path of await syncTree(this.rootDir)) this.untouched.add(path)
    } catch (error) {
      this.failed = errno(error)
      throw error
    }
  }

  /** Notices what is changed. A change of names is one of their folder. */
  private watch({ realPath, stream_ops: streams, node_ops: nodes }: Module['NODEFS']): void {
    const { untouched } = this
    const touch = (node: Node, name = '') => {
      const path = realPath(node)
      untouched.delete(path)
      if (name !== '') untouched.delete(join(path, name))
    }
    for (const name of ['write', 'setattr'] as const) {
      const change = streams[name]
      streams[name] = (stream, ...more) => {
        touch(stream.node)
        return change(stream, ...more)
      }
    }
    for (const name of ['setattr', 'mknod', 'unlink', 'rmdir', 'symlink'] as const) {
      const change = nodes[name]
      nodes[name] = (node, ...more) => {
        touch(node, typeof more[0] === 'string' ? more[0] : '')
        return change(node, ...more)
      }
    }
    const { rename } = nodes
    nodes.rename = (node, folder, name) => {
      touch(node)
      untouched.delete(dirname(realPath(node)))
      touch(folder, name)
      return rename(node, folder, name)
    }
  }

  /** @returns 0, or the error as PostgreSQL's C library numbers it */
  private fsync(stream: Stream): number {
    try {
      fsyncSync(stream.nfd)
      return 0
    } catch (error) {
      const code = errno(error) ?? 'EIO'
      // Windows cannot sync a folder, nor can some file systems. PostgreSQL ignores EINVAL for folders, and for nothing else.
      if (isFolder(stream) && (onWindows || code === 'EINVAL')) return wasi.EINVAL
      this.failed ??= code
      return isKnown(code) ? wasi[code] : wasi.EIO
    }
  }
}

/** How many files are synced at once: the file system then commits its journal for many of them together. */
const atOnce = 16

/**
 * Waits until a folder, with all that is in it, is on the disk. Its own name is not: that needs `syncName`.
 *
 * @returns the paths of what was synced
 * @throws the system's error
 */
export async function syncTree(folder: string): Promise<string[]> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const pathsOf = (which: typeof entries) => which.map((entry) => join(entry.parentPath, entry.name))
  const files = pathsOf(entries.filter((entry) => entry.isFile()))
  const folders = [...pathsOf(entries.filter((entry) => entry.isDirectory())), folder]
  const next = files.values()
  const syncSome = async () => {
    for (const path of next) await syncFile(path)
  }
  await Promise.all(Array.from({ length: atOnce }, syncSome))
  for (const path of folders) syncFolder(path)
  return [...files, ...folders]
}

/** Waits until the content of a file is on the disk. @throws the system's error */
export async function syncFile(path: string): Promise<void> {
  // For writing, because Windows syncs nothing that was opened for reading.
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Waits until the names in a folder are on the disk, for instance that of a file which was just renamed.
 *
 * @throws the system's error, unless folders cannot be synced there: Windows has no way to
 */
export function syncFolder(folder: string): void {
  try {
    const opened = openSync(folder, 'r')
    try {
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
  } catch (error) {
    if (!onWindows && errno(error) !== 'EINVAL') throw error
  }
}

/** Waits until the name of a file or folder is on the disk. @throws as `syncFolder` */
export const syncName = (path: string): void => syncFolder(dirname(path))
