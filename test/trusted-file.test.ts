/** Each defence of the session, the settings and the secret key, alone: without it one of these tests fails. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPrivate, createPrivateOnce, replacePrivate } from '../src/private-file.ts'
import {
  accessByOthers,
  type FileTrust,
  folderFault,
  isPrivateFolder,
  leadsToFolder,
  ownedBy,
  readTrusted,
  readTrustedBytes,
  writeByOthers,
} from '../src/trusted-file.ts'

const onWindows = process.platform === 'win32'
const uid = process.geteuid?.() ?? 0
const isRoot = uid === 0
const nobody = 65_534

let folder = ''
let path = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'epic-trusted-')))
  path = join(folder, 'file')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const mine: FileTrust = { owners: ownedBy(uid), forbidden: accessByOthers, links: 'refused', largest: 100 }
const followed: FileTrust = { ...mine, links: 'owned' }
const write = (at = path, mode = 0o600) => {
  writeFileSync(at, 'text')
  chmodSync(at, mode)
}

describe.skipIf(onWindows)('a file is read', () => {
  test('if it is ours and private; a missing one is missing', () => {
    expect(readTrusted(path, mine).fault).toBe('missing')
    expect(readTrusted(path, followed).fault).toBe('missing')
    write()
    expect(readTrusted(path, mine)).toEqual({ text: 'text' })
    expect(readTrusted(path, followed)).toEqual({ text: 'text' })
  })

  test.each([0o640, 0o620, 0o610, 0o604, 0o602, 0o601])('unless others have a right to a secret one: %o', (mode) => {
    write(path, mode)
    expect(readTrusted(path, mine)).toEqual({ fault: 'open' })
    expect(readTrusted(path, { ...mine, owners: undefined })).toEqual({ text: 'text' })
  })

  test.each([
    [0o644, undefined],
    [0o620, 'open'],
    [0o602, 'open'],
  ] as const)('unless others may write it: %o', (mode, fault) => {
    write(path, mode)
    expect(readTrusted(path, { ...followed, forbidden: writeByOthers }).fault).toBe(fault)
  })

  test("unless it is somebody else's", () => {
    write()
    for (const trust of [mine, followed]) {
      expect(readTrusted(path, { ...trust, owners: [uid + 1] })).toEqual({ fault: 'foreign' })
      expect(readTrusted(path, { ...trust, owners: [uid + 1, uid] })).toEqual({ text: 'text' })
      expect(readTrusted(path, { ...trust, owners: undefined })).toEqual({ text: 'text' })
    }
  })

  test('unless it is longer than it may be', () => {
    writeFileSync(path, 'x'.repeat(101), { mode: 0o600 })
    expect(readTrusted(path, mine)).toEqual({ fault: 'too large' })
    writeFileSync(path, 'x'.repeat(100), { mode: 0o600 })
    expect(readTrusted(path, mine).fault).toBeUndefined()
  })

  test('unless it is a folder', () => {
    mkdirSync(path, { mode: 0o700 })
    expect(readTrusted(path, mine).fault).toBe('not a file')
    expect(readTrusted(path, followed).fault).toBe('not a file')
  })

  test('unless it is a socket', () => {
    const listening = Bun.listen({ unix: path, socket: { data() {} } })
    expect(readTrusted(path, followed).fault).toBe('not a file')
    expect(() => readTrusted(path, mine)).toThrow('ENXIO')
    listening.stop(true)
  })

  test('unless it is a link, where links are refused: followed otherwise, a dangling one is missing', () => {
    write(join(folder, 'target'))
    symlinkSync(join(folder, 'target'), path)
    expect(readTrusted(path, mine).fault).toBe('not a file')
    expect(readTrusted(path, followed)).toEqual({ text: 'text' })
    rmSync(join(folder, 'target'))
    expect(readTrusted(path, mine).fault).toBe('not a file')
    expect(readTrusted(path, followed).fault).toBe('missing')
  })

  test.skipIf(!isRoot)("unless the link is somebody else's, or leads to somebody else's file", () => {
    write(join(folder, 'target'))
    symlinkSync(join(folder, 'target'), path)
    lchownSync(path, nobody, nobody)
    expect(readTrusted(path, followed)).toEqual({ fault: 'foreign' })
    lchownSync(path, uid, uid)
    expect(readTrusted(path, followed)).toEqual({ text: 'text' })
    lchownSync(join(folder, 'target'), nobody, nobody)
    expect(readTrusted(path, followed)).toEqual({ fault: 'foreign' })
  })

  test('through several links, relative ones and linked folders too', () => {
    mkdirSync(join(folder, 'a'))
    mkdirSync(join(folder, 'b'))
    write(join(folder, 'b', 'target'))
    // `..` of a linked folder is the folder above its target, which only the system knows.
    symlinkSync(join(folder, 'b'), join(folder, 'a', 'folder'))
    symlinkSync('a/folder/../b/target', path)
    symlinkSync('file', join(folder, 'first'))
    expect(readTrusted(join(folder, 'first'), followed)).toEqual({ text: 'text' })
    expect(readTrustedBytes(join(folder, 'first'), followed)).toMatchObject({ owner: uid, mode: 0o600 })
  })

  test.skipIf(!isRoot)("unless any link of several is somebody else's", () => {
    write(join(folder, 'target'))
    symlinkSync('target', join(folder, 'second'))
    symlinkSync('second', path)
    expect(readTrusted(path, followed)).toEqual({ text: 'text' })
    lchownSync(join(folder, 'second'), nobody, nobody)
    expect(readTrusted(path, followed)).toEqual({ fault: 'foreign' })
  })

  test.skipIf(!isRoot)('never by the name of a file that another link replaces again and again', () => {
    // Two processes: one swaps our link with a link of somebody else that leads to the very same file.
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')]
    const secret = join(folder, 'secret')
    write(join(folder, 'target'))
    writeFileSync(secret, 'secret', { mode: 0o600 })
    const swapping = Bun.spawn(
      [
        ...['sh', '-c'],
        `while :; do ln -sf target ${ours}; mv -T ${ours} ${path}; ln -sf secret ${theirs}; chown -h 65534 ${theirs}; mv -T ${theirs} ${path}; done`,
      ],
      { stdout: 'ignore', stderr: 'ignore' },
    )
    try {
      const seen = new Set<string>()
      for (let i = 0; i < 20_000 || (i < 2_000_000 && seen.size < 2); i++) {
        const found = readTrusted(path, followed)
        seen.add(found.fault ?? found.text)
      }
      expect(seen).not.toContain('secret')
      expect(seen).toContain('foreign')
      expect(seen).toContain('text')
    } finally {
      swapping.kill()
    }
  })

  test('unless links lead in a circle, or a file stands where a folder should', () => {
    symlinkSync(path, join(folder, 'other'))
    symlinkSync(join(folder, 'other'), path)
    expect(readTrusted(path, followed).fault).toBe('unreachable')
    write(join(folder, 'plain'))
    expect(readTrusted(join(folder, 'plain', 'x'), followed).fault).toBe('missing')
    expect(() => readTrusted(join(folder, 'plain', 'x'), mine)).toThrow('ENOTDIR')
  })

  test.each(['refused', 'owned'] as const)('never from a FIFO, which is not waited for: links %s', (links) => {
    expect(spawnSync('mkfifo', ['-m', '600', path]).status).toBe(0)
    // In a process of its own, so that a hang is a failure and not the end of the tests.
    const source = JSON.stringify(join(import.meta.dir, '../src/trusted-file.ts'))
    const code = `const { readTrusted } = await import(${source}); process.stdout.write(readTrusted(${JSON.stringify(path)}, ${JSON.stringify({ ...mine, links })}).fault)`
    const child = spawnSync(process.execPath, ['-e', code], { timeout: 3_000 })
    expect(child.stdout.toString()).toBe('not a file')
  })

  test.skipIf(isRoot)('with the error of the system when it may not be opened', () => {
    write(path, 0o000)
    expect(() => readTrusted(path, mine)).toThrow('EACCES')
  })
})

describe.skipIf(onWindows)('a folder is trusted', () => {
  const ours = { owners: ownedBy(uid), forbidden: accessByOthers }

  test('if it is ours and private', () => {
    expect(folderFault(folder, ours)).toBeUndefined()
    expect(folderFault(path, ours)).toBe('missing')
    expect(folderFault(folder, { ...ours, owners: [uid + 1] })).toBe('foreign')
    for (const mode of [0o750, 0o705, 0o711, 0o1777]) {
      chmodSync(folder, mode)
      expect(folderFault(folder, ours)).toBe('open')
      expect(folderFault(folder, { ...ours, owners: undefined })).toBeUndefined()
    }
    write(join(folder, 'plain'))
    expect(folderFault(join(folder, 'plain'), ours)).toBe('not a folder')
    expect(() => folderFault(join(folder, 'plain', 'x'), ours)).toThrow('ENOTDIR')
  })

  test('unless it is a link to one', () => {
    const link = join(folder, 'link')
    symlinkSync(folder, link)
    expect(folderFault(link, ours)).toBe('not a folder')
    expect(isPrivateFolder(link, uid)).toBe(false)
  })

  test('as the runtime folder of XDG if nobody else can put anything into it', () => {
    expect(isPrivateFolder(folder, uid)).toBe(true)
    expect(isPrivateFolder(folder, uid + 1)).toBe(false)
    expect(isPrivateFolder(path, uid)).toBe(false)
    expect(isPrivateFolder('.', uid)).toBe(false)
    chmodSync(folder, 0o755)
    expect(isPrivateFolder(folder, uid)).toBe(true)
    for (const mode of [0o720, 0o702]) {
      chmodSync(folder, mode)
      expect(isPrivateFolder(folder, uid)).toBe(false)
    }
  })

  test('as the target of a link that we or root made', () => {
    const link = join(folder, 'link')
    symlinkSync(folder, link)
    expect(leadsToFolder(folder, uid)).toBe(true)
    expect(leadsToFolder(link, uid)).toBe(true)
    expect(leadsToFolder(link, undefined)).toBe(true)
    expect(leadsToFolder(path, uid)).toBe(false)
    write()
    expect(leadsToFolder(path, uid)).toBe(false)
    if (!isRoot) return
    expect(leadsToFolder(link, 1_000)).toBe(true)
    lchownSync(link, nobody, nobody)
    expect(leadsToFolder(link, 1_000)).toBe(false)
  })
})

describe.skipIf(onWindows)('a file is created', () => {
  test('private, whatever the umask', () => {
    const before = process.umask(0o777)
    try {
      createPrivate(path, 'text')
    } finally {
      process.umask(before)
    }
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toBe('text')
    const open = process.umask(0)
    createPrivate(join(folder, 'other'), 'text')
    process.umask(open)
    expect(statSync(join(folder, 'other')).mode & 0o777).toBe(0o600)
  })

  test('only where nothing lies: no file, no link, no dangling link', () => {
    const target = join(folder, 'target')
    writeFileSync(path, 'theirs')
    expect(() => createPrivate(path, 'text')).toThrow('EEXIST')
    expect(readFileSync(path, 'utf8')).toBe('theirs')
    rmSync(path)
    symlinkSync(target, path)
    expect(() => createPrivate(path, 'text')).toThrow('EEXIST')
    expect(existsSync(target)).toBe(false)
    writeFileSync(target, 'theirs')
    expect(() => createPrivate(path, 'text')).toThrow('EEXIST')
    expect(readFileSync(target, 'utf8')).toBe('theirs')
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
  })

  test('in the place of another one: a link is replaced, and its target stays', () => {
    const target = join(folder, 'target')
    writeFileSync(target, 'theirs')
    symlinkSync(target, path)
    replacePrivate(path, 'text')
    expect(lstatSync(path).isFile()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(target, 'utf8')).toBe('theirs')
    replacePrivate(path, 'newer')
    expect(readFileSync(path, 'utf8')).toBe('newer')
    expect(readdirSync(folder).sort()).toEqual(['file', 'target'])
  })

  test('once: who comes later changes nothing', () => {
    expect(createPrivateOnce(path, 'first')).toBe(true)
    expect(createPrivateOnce(path, 'second')).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe('first')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    rmSync(path)
    symlinkSync(join(folder, 'nowhere'), path)
    expect(createPrivateOnce(path, 'third')).toBe(false)
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('and no draft is left when that fails', () => {
    mkdirSync(path)
    expect(() => replacePrivate(path, 'text')).toThrow()
    expect(readdirSync(folder)).toEqual(['file'])
    expect(() => createPrivateOnce(join(folder, 'none', 'x'), 'text')).toThrow('ENOENT')
  })
})
