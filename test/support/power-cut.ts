/**
 * Power cuts, simulated. Every change that PGlite makes to its files is recorded. For a cut at some moment the disk is then built as it may
 * be found afterwards: a file has what it had at its last fsync, each later piece of 4 KB with a probability of one half; creations, renames
 * and truncations are there up to some moment that is not before the last fsync, as a journal keeps them. This is harsher than most cuts are.
 */
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** A change of the files; `id` is a file, whatever its name is at the moment. */
type Change =
  | { kind: 'write'; id: number; at: number; bytes: Buffer }
  | { kind: 'fsync'; id: number; path: string }
  | { kind: 'truncate'; id: number; length: number }
  | { kind: 'create'; id: number; path: string }
  | { kind: 'folder' | 'unlink' | 'remove folder'; path: string }
  | { kind: 'rename'; from: string; to: string }
  /** Something was confirmed to whoever asked for it. */
  | { kind: 'confirmed'; row: number }

/** What happened to a folder since `before` was copied from it. */
export interface Recording {
  readonly changes: readonly Change[]
  /** The files that were there at the beginning, by their paths. */
  readonly ids: ReadonlyMap<string, number>
}

/** The part of emscripten's file system on which PGlite works. */
interface Node {
  readonly name: string
  readonly parent: Node
}
interface Stream {
  readonly node: Node
}
type Attributes = { readonly size?: number }
interface Module {
  readonly NODEFS: {
    readonly stream_ops: {
      write(stream: Stream, memory: Uint8Array, offset: number, length: number, position: number): number
      setattr(stream: Stream, attributes: Attributes): void
      fsync?: (stream: Stream) => number
    }
    readonly node_ops: {
      mknod(parent: Node, name: string, mode: number, device: number): Node
      unlink(parent: Node, name: string): void
      rmdir(parent: Node, name: string): void
      rename(node: Node, folder: Node, name: string): void
      setattr(node: Node, attributes: Attributes): void
    }
  }
}

const isFolder = (mode: number) => (mode & 0o170_000) === 0o040_000

/**
 * Records what `work` lets PGlite do to the files of `folder`. PGlite must be started inside of it.
 *
 * @param work is given a function to call when something has been confirmed
 */
export async function record(
  folder: string,
  work: (confirm: (row: number) => void) => Promise<void>,
): Promise<Recording> {
  const changes: Change[] = []
  const ids = new Map(readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path, at) => [path, at]))
  const before = new Map(ids)
  let next = ids.size
  const idOf = (path: string): number => {
    const id = ids.get(path)
    if (id === undefined) throw new Error(`${path} is changed and was never created`)
    return id
  }
  const pathOf = (node: Node): string =>
    node.parent === node ? '' : join(pathOf(node.parent), node.name).replace(/^\//, '')
  const observe = (module: unknown) => {
    const { stream_ops: streams, node_ops: nodes } = (module as Module).NODEFS
    const { write, setattr: setLength } = streams
    streams.write = (stream, memory, offset, length, position) => {
      const written = write(stream, memory, offset, length, position)
      const bytes = Buffer.from(memory.slice(offset, offset + written))
      changes.push({ kind: 'write', id: idOf(pathOf(stream.node)), at: position, bytes })
      return written
    }
    streams.setattr = (stream, attributes) => {
      setLength(stream, attributes)
      truncated(stream.node, attributes)
    }
    let { fsync } = streams
    Object.defineProperty(streams, 'fsync', {
      set: (given: typeof fsync) => {
        fsync = given
      },
      get: () =>
        fsync &&
        ((stream: Stream) => {
          const answer = fsync?.(stream) ?? 0
          const path = pathOf(stream.node)
          if (answer === 0) changes.push({ kind: 'fsync', id: path === '' ? -1 : idOf(path), path })
          return answer
        }),
    })
    const truncated = (node: Node, { size }: Attributes) => {
      if (size !== undefined) changes.push({ kind: 'truncate', id: idOf(pathOf(node)), length: size })
    }
    const { mknod, unlink, rmdir, rename, setattr } = nodes
    nodes.mknod = (parent, name, mode, device) => {
      const made = mknod(parent, name, mode, device)
      const path = pathOf(made)
      ids.set(path, next++)
      changes.push(isFolder(mode) ? { kind: 'folder', path } : { kind: 'create', path, id: idOf(path) })
      return made
    }
    nodes.unlink = (parent, name) => {
      unlink(parent, name)
      const path = join(pathOf(parent), name)
      ids.delete(path)
      changes.push({ kind: 'unlink', path })
    }
    nodes.rmdir = (parent, name) => {
      rmdir(parent, name)
      changes.push({ kind: 'remove folder', path: join(pathOf(parent), name) })
    }
    nodes.rename = (node, parent, name) => {
      const [from, to] = [pathOf(node), join(pathOf(parent), name)]
      rename(node, parent, name)
      const id = idOf(from)
      ids.delete(from)
      ids.set(to, id)
      changes.push({ kind: 'rename', from, to })
    }
    nodes.setattr = (node, attributes) => {
      setattr(node, attributes)
      truncated(node, attributes)
    }
  }
  const { init } = NodeFS.prototype
  NodeFS.prototype.init = async function (this: NodeFS, ...given) {
    const { emscriptenOpts } = await init.apply(this, given)
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), observe] } }
  }
  try {
    await work((row) => changes.push({ kind: 'confirmed', row }))
  } finally {
    NodeFS.prototype.init = init
  }
  return { changes, ids: before }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What is in the kernel's cache is written, or lost, in pages of this size. */
const page = 4096

/**
 * Builds the folder as it may be found after a power cut.
 *
 * @param o.before the folder as it was when the recording began; all of it is on the disk
 * @param o.after where to build it; replaced
 * @returns the rows that had been confirmed before the cut
 */
export function cut(
  { changes, ids }: Recording,
  o: { before: string; after: string; at: number; random: () => number },
): number[] {
  rmSync(o.after, { recursive: true, force: true })
  cpSync(o.before, o.after, { recursive: true })
  const past = changes.slice(0, o.at)
  const synced = new Map<number, number>()
  for (const [at, change] of past.entries()) if (change.kind === 'fsync') synced.set(change.id, at)
  const lastSync = Math.max(0, ...synced.values())
  const named = lastSync + Math.floor(o.random() * (o.at - lastSync + 1))
  const paths = new Map([...ids].map(([path, id]) => [id, path]))
  const idAt = (path: string) => [...paths].find(([, other]) => other === path)?.[0]
  const forget = (path: string) => {
    const id = idAt(path)
    if (id !== undefined) paths.delete(id)
  }
  const confirmed: number[] = []
  for (const [at, change] of past.entries()) {
    if (change.kind === 'confirmed') confirmed.push(change.row)
    if (change.kind === 'write') {
      const path = paths.get(change.id)
      if (path !== undefined) writePages(join(o.after, path), change, (synced.get(change.id) ?? -1) > at, o.random)
    }
    if (at >= named) continue
    const path = 'path' in change ? join(o.after, change.path) : ''
    switch (change.kind) {
      case 'create':
        writeFileSync(path, '')
        paths.set(change.id, change.path)
        break
      case 'folder':
        mkdirSync(path, { recursive: true })
        break
      case 'unlink':
        rmSync(path, { force: true })
        forget(change.path)
        break
      case 'remove folder':
        rmSync(path, { recursive: true, force: true })
        break
      case 'rename': {
        const id = idAt(change.from)
        forget(change.to)
        mkdirSync(dirname(join(o.after, change.to)), { recursive: true })
        renameSync(join(o.after, change.from), join(o.after, change.to))
        if (id !== undefined) paths.set(id, change.to)
        break
      }
      case 'truncate': {
        const of = paths.get(change.id)
        if (of !== undefined && existsSync(join(o.after, of))) truncateSync(join(o.after, of), change.length)
      }
    }
  }
  return confirmed
}

function writePages(path: string, o: { at: number; bytes: Buffer }, synced: boolean, random: () => number): void {
  const file = openSync(path, 'r+')
  for (let done = 0; done < o.bytes.length; ) {
    const step = Math.min(page - ((o.at + done) % page), o.bytes.length - done)
    if (synced || random() < 0.5) writeSync(file, o.bytes, done, step, o.at + done)
    done += step
  }
  closeSync(file)
}
