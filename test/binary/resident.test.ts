/** The compiled program leaves a resident process behind, or does not, and nobody notices it but by the clock. */
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { socketIn } from '../../src/db/embedded/folder.ts'
import { residentOf } from '../../src/db/embedded/resident-record.ts'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { type Program, program } from '../support/program.ts'
import { pty } from '../support/pty.ts'
import { gone, isAlive } from '../support/resident.ts'

setDefaultTimeout(90_000)

const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

interface Machine extends Program {
  readonly data: string
  /** The process id of the resident; undefined when none is alive. */
  pid(): number | undefined
}

async function machine(env: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const made = await program({ EPIC_EVENTS_RESIDENT: '5', ...env })
  const data = join(made.home, '.local', 'share', 'epic-events')
  const pid = () => {
    const found = residentOf(data)?.pid
    return found !== undefined && isAlive(found) ? found : undefined
  }
  remove.push(async () => {
    const left = pid()
    made.remove()
    if (left !== undefined) await gone(left)
  })
  return { ...made, data, pid }
}

const doctor = async (one: Machine, env: Readonly<Record<string, string>> = {}) => {
  const { stdout } = await one.run(['doctor', '--json'], { env })
  const found: { check: string; detail: string }[] = JSON.parse(stdout)
  return found.find(({ check }) => check === 'Database')?.detail ?? stdout
}

test('the resident has nothing of the command that started it: no stream, no terminal, no folder, no variable', async () => {
  const one = await machine({ SECRET_KEY: 'a-secret-key-of-the-tests-0123456789-0123456789' })
  const { code, stderr } = await one.run(['doctor'])
  expect(code, stderr).toBe(Exit.unavailable) // nobody is signed in
  const pid = one.pid() ?? 0
  expect(pid).toBeGreaterThan(0)
  expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  expect(status).toMatch(/^PPid:\s*1$/m)
  // Session and terminal: the fields after state, parent and group.
  const [, , group, session, terminal] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  expect([group, session, terminal]).toEqual([`${pid}`, `${pid}`, '0'])
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  expect(
    open.filter((path) => !/^(anon_inode|socket):|^\/dev\/null$/.test(path) && !path.startsWith(one.data)),
  ).toEqual([])
  expect(open.filter((path) => path.startsWith('socket:')).length).toBeLessThan(3)
  expect(readlinkSync(`/proc/${pid}/cwd`)).toBe(join(one.data, 'database'))
})

test('doctor names the process; the second command finds the same one', async () => {
  const one = await machine()
  await one.run(['whoami'])
  const pid = one.pid()
  expect(await doctor(one)).toContain(`, kept open by process ${pid} since `)
  expect(one.pid()).toBe(pid as number)
})

test.each<[string, Record<string, string>]>([
  ['EPIC_EVENTS_RESIDENT=off', { EPIC_EVENTS_RESIDENT: 'off' }],
  ['CI', { CI: 'true' }],
  ['sudo', { SUDO_UID: `${process.getuid?.() ?? 0}`, SUDO_USER: 'somebody' }],
])('%s → no process stays, and one that is there is ended', async (_, env) => {
  const one = await machine()
  expect(await doctor(one, env)).not.toContain('kept open')
  expect(one.pid()).toBeUndefined()
  expect(readdirSync(one.data)).not.toContain('socket')
  await one.run(['whoami'])
  const pid = one.pid() ?? 0
  expect(isAlive(pid)).toBe(true)
  expect(await doctor(one, env)).not.toContain('kept open')
  expect(isAlive(pid)).toBe(false)
})

test.each(['sometimes', '0', '-1', '1441', '5m'])('EPIC_EVENTS_RESIDENT=%s → 7, with what it may be', async (value) => {
  const one = await machine({ EPIC_EVENTS_RESIDENT: value })
  const { code, stderr } = await one.run(['whoami'])
  expect(code).toBe(Exit.unavailable)
  expect(stderr).toContain('EPIC_EVENTS_RESIDENT must be off or a number of minutes')
  expect(one.pid()).toBeUndefined()
})

test('a pipe is closed with the command, and not with the resident', async () => {
  const one = await machine()
  const since = performance.now()
  const shell = Bun.spawnSync(['sh', '-c', `"${await builtBinary()}" whoami 2>&1 | cat`], {
    env: { PATH: Bun.env['PATH'] ?? '', HOME: one.home, TMPDIR: one.home, LANG: 'C.UTF-8', EPIC_EVENTS_RESIDENT: '1' },
    timeout: 50_000,
  })
  expect(shell.exitCode).toBe(0)
  expect(shell.stdout.toString()).toContain('no users yet')
  expect(performance.now() - since).toBeLessThan(50_000)
  expect(one.pid()).toBeDefined()
})

test('Ctrl-C while it opens, and a terminal that is closed → it goes on, and serves the next command', async () => {
  const one = await machine()
  const env = { HOME: one.home, TMPDIR: one.home, LANG: 'C.UTF-8', EPIC_EVENTS_RESIDENT: '1', CI: undefined }
  const terminal = pty([await builtBinary(), 'whoami'], { env })
  while (one.pid() === undefined) await Bun.sleep(5)
  terminal.type('\x03')
  await terminal.ended()
  const pid = one.pid()
  await terminal[Symbol.asyncDispose]()
  await one.run(['whoami'])
  expect(one.pid()).toBe(pid as number)
})

test('help, completion and a wrong command start nothing and say nothing of it', async () => {
  const one = await machine()
  const said = await Promise.all(
    [['--help'], ['help', 'doctor'], ['--version'], ['nonsense'], ['--resident']].map((args) => one.run(args)),
  )
  expect(said.map(({ stdout, stderr }) => stdout + stderr).join('\n')).not.toMatch(/--resident (FOLDER|DOSSIER)/i)
  expect(one.pid()).toBeUndefined()
})

test('the folder is removed → the process is gone', async () => {
  const one = await machine()
  await one.run(['whoami'])
  const pid = one.pid() ?? 0
  expect(isAlive(pid)).toBe(true)
  rmSync(one.home, { recursive: true, force: true })
  expect(await gone(pid, 5_000)).toBeLessThan(5_000)
  expect(socketIn(one.data)).toContain(one.home)
})
