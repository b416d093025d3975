/** What only the compiled program can show: it loads nothing from the current folder, and the database is inside of it. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '../../build.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { scratchFolder } from '../support/embedded.ts'

setDefaultTimeout(60_000)

const folder = scratchFolder('epic-binary-')
const probe = join(folder, 'probe')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: string[], o: { cwd?: string; env?: Record<string, string> } = {}) {
  const child = Bun.spawn(command, {
    cwd: o.cwd ?? folder,
    env: { PATH: '', ...o.env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, stdout, stderr }
}

/** A folder with everything that a Bun program loads from its current folder. Each file leaves a trace when it runs. */
function hostile(): { cwd: string; trace: string } {
  const cwd = join(folder, 'hostile')
  const trace = join(cwd, 'it-ran')
  mkdirSync(cwd, { recursive: true })
  const leave = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'x'); console.log('HOSTILE')`
  writeFileSync(join(cwd, 'evil.ts'), leave)
  writeFileSync(join(cwd, 'bunfig.toml'), `preload = ["./evil.ts"]\n[run]\npreload = ["./evil.ts"]\n`)
  writeFileSync(join(cwd, '.env'), `HOSTILE_VALUE=from-dotenv\nBUN_INSPECT_PRELOAD=${join(cwd, 'evil.ts')}\n`)
  writeFileSync(join(cwd, 'tsconfig.json'), `{"compilerOptions": {"paths": {"*": ["./evil.ts"]}}}`)
  writeFileSync(join(cwd, 'package.json'), `{"name": "evil", "imports": {"#*": "./evil.ts"}, "type": "commonjs"}`)
  mkdirSync(join(cwd, 'node_modules'), { recursive: true })
  for (const name of ['postgres', 'valibot', 'drizzle-orm']) {
    mkdirSync(join(cwd, 'node_modules', name), { recursive: true })
    writeFileSync(join(cwd, 'node_modules', name, 'index.js'), leave)
  }
  return { cwd, trace }
}

describe('the program', () => {
  test('--version → the version and the commit it was built from', async () => {
    const { code, stdout } = await run([await builtBinary(), '--version'])
    expect(code).toBe(Exit.ok)
    expect(stdout).toMatch(
      new RegExp(`\\b${packageJson.version.replaceAll('.', '\\.')}\\b.*\\b([0-9a-f]{7,}|unknown)\\b`),
    )
  }, 120_000)

  test.each(['BUN_INSPECT', 'BUN_INSPECT_CONNECT_TO'])(
    '%s → 7, before anything is asked or read',
    async (name) => {
      // Bun opens its debugger before our code runs, and no option of the build prevents it: oven-sh/bun#27662, oven-sh/bun#9584.
      const address = name === 'BUN_INSPECT' ? 'ws://127.0.0.1:0/x' : `unix://${join(folder, 'nobody')}`
      const env = { [name]: address, HOME: folder, LANG: 'C.UTF-8' }
      const { code, stdout, stderr } = await run([await builtBinary(), 'whoami'], { env })
      expect({ code, stdout }).toEqual({ code: Exit.unavailable, stdout: '' })
      expect(stderr).toContain(`${name} is set, which opens a debugger into this program`)
    },
    120_000,
  )

  test('files of Bun in the current folder → are ignored', async () => {
    const { cwd, trace } = hostile()
    // The trap works: a program that is compiled with Bun's defaults does load these files.
    const entry = join(folder, 'naive.ts')
    writeFileSync(entry, 'console.log(process.env.HOSTILE_VALUE)')
    const naive = join(folder, 'naive')
    await Bun.build({ entrypoints: [entry], compile: { outfile: naive } })
    expect((await run([naive], { cwd })).stdout).toContain('from-dotenv')
    expect(existsSync(trace)).toBe(true)
    rmSync(trace)

    const ours = join(folder, 'ours')
    await compile(entry, ours)
    expect((await run([ours], { cwd })).stdout).toBe('undefined\n')
    const binary = await builtBinary()
    for (const argument of ['--version', '--help']) {
      const { code, stdout, stderr } = await run([binary, argument], { cwd })
      expect(stdout + stderr).not.toMatch(/HOSTILE|evil/)
      expect(code).toBe(Exit.ok)
    }
    expect(existsSync(trace)).toBe(false)
  }, 120_000)
})

describe('the embedded database, compiled', () => {
  beforeAll(async () => {
    await compile(join(import.meta.dir, 'embedded-probe.ts'), probe)
  }, 120_000)

  test('the first start creates it, and the next one finds it, from any folder, with pgcrypto', async () => {
    const { cwd, trace } = hostile()
    const data = join(folder, 'data')
    const first = await run([probe, data], { cwd })
    expect(first.stderr).toBe('')
    expect(JSON.parse(first.stdout)).toMatchObject({ roles: 3, created: true })
    const second = await run([probe, data, 'crypto'], { cwd: '/' })
    expect(second.stderr).toBe('')
    expect(JSON.parse(second.stdout)).toMatchObject({ roles: 3, verified: 1, created: false })
    expect(readdirSync(data).length).toBe(3)
    expect(existsSync(trace)).toBe(false)
  }, 60_000)

  // A link of one's own is followed (test/db/embedded/linked-folder.test.ts); one in a folder where others could replace it is not.
  test('a folder that is a link, where others can put one → refused, and the process ends', async () => {
    const open = join(folder, 'open')
    mkdirSync(open)
    chmodSync(open, 0o777)
    const link = join(open, 'link')
    symlinkSync(folder, link)
    const { code, stdout } = await run([probe, link])
    expect(stdout).toBe('')
    expect(code).toBe(Exit.internal)
  }, 60_000)
})
