/**
 * Why an embedded database does not open, as the system says it. The words that PostgreSQL prints decide nothing, and no advice loses data:
 * a whole database on a read-only disk is not damaged.
 */
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseIn } from '../../../src/db/embedded/folder.ts'
import { openEmbedded } from '../../../src/db/embedded/open.ts'
import { Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { machine } from '../../setup/machine.ts'
import { embeddedTemplate, scratchFolder } from '../../support/embedded.ts'
import { canForbidLocks } from '../../support/no-locks.ts'

setDefaultTimeout(120_000)

const t = catalog('en', 'UTC')
const uid = process.geteuid?.()
const onLinux = process.platform === 'linux'
const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

const sh = (...command: string[]) => Bun.spawnSync(command, { stdout: 'ignore', stderr: 'ignore' }).success
function scratch(): string {
  const folder = scratchFolder()
  remove.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const mountedAt = (folder: string, ...how: string[]): boolean => {
  const mounted = onLinux && uid === 0 && sh('mount', ...how, folder)
  if (mounted) remove.push(() => sh('umount', '-l', folder))
  return mounted
}
const tmpfs = ['-t', 'tmpfs', '-o', 'size=120m,mode=0700', 'tmpfs']
const canMount = (() => {
  const folder = scratchFolder('epic-mount-')
  const mounted = onLinux && uid === 0 && sh('mount', ...tmpfs, folder)
  if (mounted) sh('umount', folder)
  rmSync(folder, { recursive: true, force: true })
  return mounted
})()

/** A data folder with a whole database. */
async function dataIn(parent: string): Promise<string> {
  const data = join(parent, 'data')
  mkdirSync(data, { mode: 0o700 })
  cpSync(await embeddedTemplate(), data, { recursive: true })
  return data
}
/** Logs in as a person would who has just come to this data folder. */
async function login(data: string, ...options: string[]) {
  const here = machine({ EPIC_EVENTS_DATA_DIR: data })
  try {
    return await here.run(['login', '-u', 'the.boss', '--password-stdin', ...options], { stdin: 'Sesame-2026\n' })
  } finally {
    here.close()
  }
}
/** What a command on this folder must answer. */
async function expectReason(data: string, sentence: string) {
  const { code, stderr } = await login(data, '--json')
  expect({ code, said: JSON.parse(stderr).error.message }).toEqual({ code: Exit.unavailable, said: sentence })
}
async function expectWhole(data: string) {
  const database = await openEmbedded(data, { crypto: false, uid })
  expect(await database.sql({})`select count(*)::integer as n from epic_events.role`).toEqual([{ n: 3 }] as never)
  await database.close()
}

describe.skipIf(!canMount)('a disk', () => {
  test('read-only → says so, and the data is whole when it can be written again', async () => {
    const disk = scratch()
    expect(mountedAt(disk, ...tmpfs)).toBe(true)
    const data = await dataIn(disk)
    // Leaves pgcrypto in the folder, which would otherwise be the first thing that cannot be written.
    expect(await login(data)).toMatchObject({ code: Exit.unauthenticated })
    expect(sh('mount', '-o', 'remount,ro', disk)).toBe(true)
    await expectReason(data, t.database.readOnly({ path: databaseIn(data) }))
    const verbose = await login(data, '--verbose')
    expect(verbose.stderr).toContain('postmaster.pid')
    expect(sh('mount', '-o', 'remount,rw', disk)).toBe(true)
    await expectWhole(data)
  })

  test('read-only before the first use → says so', async () => {
    const disk = scratch()
    expect(mountedAt(disk, ...tmpfs)).toBe(true)
    const data = join(disk, 'data')
    mkdirSync(data, { mode: 0o700 })
    expect(sh('mount', '-o', 'remount,ro', disk)).toBe(true)
    await expectReason(data, t.database.readOnly({ path: join(data, 'lock') }))
  })

  test('full → says so, and the data is whole', async () => {
    const disk = scratch()
    expect(mountedAt(disk, ...tmpfs)).toBe(true)
    const data = await dataIn(disk)
    await expectWhole(data)
    sh('dd', 'if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=4k')
    const { code, stderr } = await login(data, '--json')
    expect({ code, stderr }).toMatchObject({ code: Exit.unavailable })
    expect(stderr).toContain('No space left')
    rmSync(join(disk, 'fill'))
    await expectWhole(data)
  })
})

const canBeImmutable = (() => {
  if (!canMount) return false
  const file = join(scratchFolder(), 'x')
  writeFileSync(file, '')
  const made = sh('chattr', '+i', file)
  if (made) sh('chattr', '-i', file)
  return made
})()

test.skipIf(!canBeImmutable)('an immutable file of the database → EPERM, naming it', async () => {
  const data = await dataIn(scratch())
  const file = join(databaseIn(data), 'global', 'pg_control')
  expect(sh('chattr', '+i', file)).toBe(true)
  remove.push(() => sh('chattr', '-i', file))
  const { code, stderr } = await login(data)
  expect(code).toBe(Exit.unavailable)
  expect(stderr).not.toContain('damaged')
})

test('an unknown reason → says so, tells to keep a copy, and shows the engine’s text with --verbose only', async () => {
  const data = await dataIn(scratch())
  // A configuration that PostgreSQL refuses: the files can all be read and written.
  writeFileSync(join(databaseIn(data), 'postgresql.conf'), "shared_buffers = 'a lot'\n")
  await expectReason(data, t.database.notStarted({ path: databaseIn(data) }))
  const [plain, verbose] = [await login(data), await login(data, '--verbose')]
  expect(plain.stderr).not.toContain('shared_buffers')
  expect(verbose.stderr).toContain('shared_buffers')
})

test.each([0, 100])('a control file of %d bytes → damaged, and the first advice is a copy', async (size) => {
  const data = await dataIn(scratch())
  truncateSync(join(databaseIn(data), 'global', 'pg_control'), size)
  const { code, stderr } = await login(data, '--json')
  expect({ code, said: JSON.parse(stderr).error.message }).toEqual({
    code: Exit.unavailable,
    said: t.database.damaged({ path: databaseIn(data) }),
  })
  expect(stderr).toMatch(/damaged\. Keep a copy/)
})

/**
 * What fcntl(2) answers where there are no locks: 37 ENOLCK (NFS without lockd), 38 ENOSYS, 95 EOPNOTSUPP (9p, FUSE). SQLite calls the
 * first one busy, as if another command held the lock (Sonarr/Sonarr#2797, oniony/TMSU#197, iterative/dvc#8176).
 */
test.skipIf(!canForbidLocks).each([37, 38, 95])('a file system without locks (errno %d) → says that', async (errno) => {
  const folder = scratch()
  const data = await dataIn(folder)
  const script = join(folder, 'open.ts')
  writeFileSync(
    script,
    `import { openEmbedded } from '${join(import.meta.dir, '../../../src/db/embedded/open.ts')}'
     import { catalog } from '${join(import.meta.dir, '../../../src/i18n/catalog.ts')}'
     let waited = 0
     const said = await openEmbedded('${data}', { crypto: false, uid: ${uid}, waitMs: 2000, onWait: () => waited++ }).then(
       () => 'opened', (error) => error.userMessage(catalog('en', 'UTC')))
     console.log(JSON.stringify({ said, waited }))`,
  )
  const child = Bun.spawn([process.execPath, join(import.meta.dir, '../../support/no-locks.ts'), `${errno}`, script])
  expect(JSON.parse(await new Response(child.stdout).text())).toEqual({
    said: t.database.noLocks({ path: join(data, 'lock') }),
    waited: 0,
  })
  expect(readdirSync(data).sort()).toEqual(['database', 'lock'])
})
