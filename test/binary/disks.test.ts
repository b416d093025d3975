/** The compiled program where there is no room, no permission, no home, or nobody at the other end. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { stopResident } from '../../src/db/embedded/stop-resident.ts'
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { everyCommand } from '../screens/sample.ts'
import { builtBinary } from '../support/build.ts'
import { migratedTemplate } from '../support/migrated.ts'
import { freshDatabase } from '../support/postgres.ts'
import { unhurried } from '../support/program.ts'
import { type Team, team, teamPassword } from '../support/team.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
const onLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0

/** @returns what a program says that is run with these arguments and nothing else */
async function run(
  command: readonly string[],
  env: Record<string, string>,
  o: { uid?: number; cwd?: string; stdin?: string } = {},
) {
  const child = Bun.spawn([...command], {
    cwd: o.cwd ?? '/',
    env,
    ...(o.uid === undefined ? {} : { uid: o.uid, gid: o.uid }),
    ...{ stdin: o.stdin === undefined ? 'ignore' : new Blob([o.stdin]), stdout: 'pipe', stderr: 'pipe' },
  })
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, stdout, stderr }
}

describe('streams', () => {
  let boss: Team
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await freshDatabase({ template: await migratedTemplate() })
    drop = database.drop
    boss = await team({ DATABASE_URL: database.url() })
    // Without the triggers, because nobody reads the log of so many.
    await database.run(
      `set session_replication_role = replica;
      insert into epic_events.company (name)
        select 'Company ' || n || repeat('é', 60) from generate_series(1, 30000) n`,
    )
  }, 240_000)
  afterAll(async () => {
    boss?.machine.remove()
    await drop?.()
  })
  /** A line of bash as the manager; `$P` is the program. */
  const shell = async (line: string, env: Record<string, string> = {}) =>
    run(['bash', '-c', line], { ...boss.env, P: await builtBinary(), ...env }, { cwd: boss.machine.home })

  test('megabytes into a slow pipe → no byte is missing', async () => {
    await shell('$P company list --limit 0 --json > whole.json')
    const whole = readFileSync(join(boss.machine.home, 'whole.json'))
    expect(whole.length).toBeGreaterThan(5_000_000)
    expect(JSON.parse(whole.toString())).toHaveLength(30_000)
    const reader = '{ sleep 1; head -c 300000; sleep 1; head -c 300000; sleep 1; cat; }'
    const slow = await shell(`$P company list --limit 0 --json | ${reader} > slow.json; echo $PIPESTATUS`)
    expect(slow.stdout).toBe('0\n')
    expect(slow.stderr).not.toContain('✗')
    expect(readFileSync(join(boss.machine.home, 'slow.json')).equals(whole)).toBe(true)
  }, 60_000)

  test('an error longer than the buffer of a pipe → is complete', async () => {
    const word = 'x'.repeat(100_000)
    const { stdout } = await shell('$P company view "$WORD" --json 2>&1 >/dev/null | { sleep 1; cat; }', { WORD: word })
    expect(JSON.parse(stdout).error.code).toBe('usage')
  })

  test('a reader that closes the pipe halfway → no error', async () => {
    const { stdout, stderr } = await shell('$P company list --limit 0 | head -n 2 >/dev/null; echo $PIPESTATUS')
    expect({ stdout, stderr: unhurried(stderr) }).toEqual({ stdout: '0\n', stderr: '' })
  })

  test.skipIf(!onLinux)(
    'what cannot be written is 7, in every form; what was done stays done, and is told',
    async () => {
      for (const form of ['', '--json', '--format csv', '--quiet', '--limit 0 --format tsv']) {
        const { code, stderr } = await shell(`$P company list ${form} > /dev/full`)
        expect({ form, code }).toEqual({ form, code: Exit.unavailable })
        expect(stderr).toContain(t.usage.outputFailed({ reason: 'ENOSPC' }))
      }
      const { code, stderr } = await shell('$P company create -n Unheard > /dev/full')
      expect(code).toBe(Exit.unavailable)
      expect(stderr).toMatch(/^✓ Company \d+ created\.\n✗ /)
      expect((await shell('$P company list > /dev/full 2>&1')).code).toBe(Exit.unavailable)
    },
  )

  test('standard input closed, or open and silent → no command waits', async () => {
    const commands = (await everyCommand()).map(({ path }) => path.join(' '))
    expect(commands.length).toBeGreaterThan(35)
    const codes: Record<string, number> = {}
    for (const command of commands) {
      // These end the session, or look at the sample agency.
      if (['logout', 'demo', 'export'].includes(command)) continue
      const since = performance.now()
      const silent = await boss.start(command.split(' '), { stdin: 'pipe' })
      const said = [new Response(silent.stderr).text(), new Response(silent.stdout as ReadableStream).text()]
      const [[stderr = ''], code] = [await Promise.all(said), await silent.exited]
      expect(stderr).not.toMatch(/^\s+at /m)
      // A closed one is the same to every command, so that some of them are enough.
      if (commands.indexOf(command) % 6 === 0 || ['whoami', 'client list'].includes(command)) {
        const closed = await shell(`$P ${command} <&-`)
        expect({ command, code: closed.code }).toEqual({ command, code })
        expect(closed.stderr).not.toMatch(/^\s+at /m)
      }
      expect(performance.now() - since).toBeLessThan(18_000)
      codes[command] = code
    }
    expect(codes).toMatchObject({
      'client list': 0,
      'client create': 2,
      'user delete': 2,
      login: 2,
      whoami: 0,
      doctor: 0,
    })
    expect(Object.entries(codes).filter(([, code]) => code !== Exit.ok && code !== Exit.usage)).toEqual([])
  }, 180_000)
})

/** A folder that anybody can reach, with the program in it. */
async function reachable(): Promise<{ folder: string; binary: string }> {
  const folder = mkdtempSync('/tmp/epic-disks-')
  chmodSync(folder, 0o755)
  const binary = join(folder, 'epic-events')
  try {
    linkSync(await builtBinary(), binary)
  } catch {
    copyFileSync(await builtBinary(), binary)
  }
  chmodSync(binary, 0o755)
  return { folder, binary }
}

/** No account of this machine has this id, so it has no home folder and no name. */
const uid = 54_321

describe.skipIf(!onLinux || !isRoot)('a user without a home folder', () => {
  let at: { folder: string; binary: string }
  beforeAll(async () => {
    at = await reachable()
  }, 120_000)
  afterAll(() => {
    // The second folder is where the program looks for the session when no other folder is named.
    for (const folder of [at.folder, `/tmp/epic-events-${uid}`]) rmSync(folder, { recursive: true, force: true })
  })

  test('is asked to name a folder → and works with one', async () => {
    const nowhere = await run([at.binary, 'company', 'list'], { PATH: '' }, { uid })
    expect(nowhere).toMatchObject({ code: Exit.unavailable, stdout: '' })
    expect(nowhere.stderr).toContain(t.config.noHome)
    const data = join(at.folder, 'data')
    mkdirSync(data)
    chownSync(data, uid, uid)
    chmodSync(data, 0o700)
    // A resident process has its files open already.
    const env = {
      EPIC_EVENTS_DATA_DIR: data,
      TEMP_FILE_PATH: join(data, 'session.json'),
      EPIC_EVENTS_RESIDENT: 'off',
    }
    const stdin = `${teamPassword}\n`
    const manager = ['-u', 'the.boss', '-n', 'B', '-e', 'b@agency.example', '--password-stdin']
    expect(await run([at.binary, 'manager-create', ...manager], env, { uid, stdin })).toMatchObject({ code: Exit.ok })
    expect(await run([at.binary, 'login', '-u', 'the.boss', '--password-stdin'], env, { uid, stdin })).toMatchObject({
      code: Exit.ok,
    })
    expect(await run([at.binary, 'whoami', '--quiet'], env, { uid })).toMatchObject({ code: Exit.ok, stdout: '1\n' })

    // A folder that cannot be written any more: nothing is read from it either, but a reason is given.
    chmodSync(join(data, 'database'), 0o500)
    const readOnly = await run([at.binary, 'company', 'create', '-n', 'x'], env, { uid })
    expect(readOnly).toMatchObject({ code: Exit.unavailable, stdout: '' })
    const noAccess = (path: string) => t.database.noAccess({ path, code: 'EACCES', command: `ls -ld ${path}` })
    expect(readOnly.stderr).toContain(noAccess(join(data, 'database')))
    chmodSync(join(data, 'database'), 0o700)
    // What a command under sudo may leave behind. The data is whole, so nobody must be told to restore a backup.
    const control = join(data, 'database', 'global', 'pg_control')
    chownSync(control, 0, 0)
    const ofRoot = await run([at.binary, 'company', 'create', '-n', 'x'], env, { uid })
    expect(ofRoot).toMatchObject({ code: Exit.unavailable, stdout: '' })
    expect(ofRoot.stderr).toContain(noAccess(control))
    chownSync(control, uid, uid)
    chmodSync(data, 0o500)
    expect(await run([at.binary, 'login', '-u', 'the.boss', '--password-stdin'], env, { uid, stdin })).toMatchObject({
      code: Exit.unavailable,
    })
    chmodSync(data, 0o700)
    expect(await run([at.binary, 'whoami', '--quiet'], env, { uid })).toMatchObject({ code: Exit.ok, stdout: '1\n' })
    expect(readdirSync(data).filter((name) => name.includes('.tmp'))).toEqual([])
  }, 60_000)

  test('a data folder that cannot be created → 7, naming it', async () => {
    for (const folder of ['/proc/epic-events', '/epic-events-is-not-made-here', '/dev/null/x']) {
      const { code, stdout, stderr } = await run(
        [at.binary, 'company', 'list'],
        { EPIC_EVENTS_DATA_DIR: folder, HOME: '/' },
        { uid },
      )
      expect({ folder, code, stdout }).toEqual({ folder, code: Exit.unavailable, stdout: '' })
      expect(stderr).toContain(folder)
    }
  })
})

describe('a full disk', () => {
  const folder = mkdtempSync('/tmp/epic-full-')
  const size = (mb: number, how = '') =>
    Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', `${how}size=${mb}m,mode=700`, 'tmpfs', folder]).exitCode === 0
  // `-l`, because a resident process that has given its lock back may live, and hold the disk, some milliseconds longer.
  const unmount = () => Bun.spawnSync(['umount', '-l', folder]).exitCode === 0
  const mayMount = onLinux && isRoot && size(8) && unmount()
  afterAll(async () => {
    if (existsSync(folder)) await stopResident(join(folder, 'data'), { uid: process.geteuid?.() })
    if (mayMount) unmount()
    rmSync(folder, { recursive: true, force: true })
  })

  test.skipIf(!mayMount)(
    'is told, leaves nothing half-written, and loses nothing',
    async () => {
      const binary = await builtBinary()
      const env = {
        EPIC_EVENTS_DATA_DIR: join(folder, 'data'),
        TEMP_FILE_PATH: join(folder, 'session.json'),
        HOME: folder,
        LANG: 'C.UTF-8',
      }
      const stdin = `${teamPassword}\n`
      const manager = ['manager-create', '-u', 'the.boss', '-n', 'B', '-e', 'b@agency.example', '--password-stdin']
      const full = t.database.full({ path: 'X' }).split('X')[0] ?? ''
      expect(size(8)).toBe(true)
      const tooSmall = await run([binary, ...manager], env, { stdin })
      expect(tooSmall).toMatchObject({ code: Exit.unavailable, stdout: '' })
      expect(tooSmall.stderr).toContain(full)
      expect(existsSync(join(folder, 'data', 'database'))).toBe(false)

      expect(size(64, 'remount,')).toBe(true)
      expect(await run([binary, ...manager], env, { stdin })).toMatchObject({ code: Exit.ok })
      expect(await run([binary, 'login', '-u', 'the.boss', '--password-stdin'], env, { stdin })).toMatchObject({
        code: Exit.ok,
      })
      const session = readFileSync(env.TEMP_FILE_PATH, 'utf8')

      // The commands fill the disk. Every company that was confirmed must be there, and no company that was refused.
      const confirmed: string[] = []
      const fill = () =>
        Bun.spawnSync(['dd', 'if=/dev/zero', `of=${join(folder, 'fill')}`, 'bs=4k'], { stderr: 'ignore' })
      fill()
      let refused = 0
      for (let i = 0; i < 6; i++) {
        const { code, stderr } = await run([binary, 'company', 'create', '-n', `Full ${i}`], env)
        if (code === Exit.ok) confirmed.push(`Full ${i}`)
        else {
          refused += 1
          expect({ code, stderr }).toMatchObject({ code: Exit.unavailable })
          expect(stderr).not.toMatch(/^\s+at /m)
        }
        fill()
      }
      const again = await run([binary, 'login', '-u', 'the.boss', '--password-stdin'], env, { stdin })
      expect(again.code).toBe(Exit.unavailable)
      expect(refused).toBeGreaterThan(0)
      expect(readFileSync(env.TEMP_FILE_PATH, 'utf8')).toBe(session)
      rmSync(join(folder, 'fill'))
      const { code, stdout, stderr } = await run([binary, 'company', 'list', '--json'], env)
      expect({ code, stderr: unhurried(stderr) }).toEqual({ code: Exit.ok, stderr: '' })
      expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toEqual(confirmed)
      writeFileSync(join(folder, 'fits'), 'again')
    },
    120_000,
  )
})
