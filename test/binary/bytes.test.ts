/** Bytes that are not UTF-8, and secrets at a terminal: what only the compiled program between a shell and a terminal can show. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { key, pasted } from '../support/pty.ts'
import { type Machine, sampleMachine, skipTheRest } from './sample.ts'

setDefaultTimeout(60_000)

let machine: Machine
beforeAll(async () => {
  machine = await sampleMachine()
}, 240_000)
afterAll(() => machine?.remove())

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

/** A line of bash, which can write any byte; `epic-events` is the program. */
async function shell(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = Bun.spawn(['bash', '-c', `epic-events() { "${await builtBinary()}" "$@"; }; ${line}`], {
    cwd: machine.home,
    env: { PATH: Bun.env['PATH'] ?? '', HOME: machine.home, TMPDIR: machine.home, LANG: 'C.UTF-8' },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  })
  const [stdout, stderr, code] = await Promise.all([
    new Response(run.stdout).text(),
    new Response(run.stderr).text(),
    run.exited,
  ])
  return { code, stdout, stderr }
}

describe('arguments and variables', () => {
  test('not UTF-8 → 2 with the place, and nothing is stored', async () => {
    const count = async () => (await shell('epic-events company list --count')).stdout
    const before = await count()
    const { code, stdout, stderr } = await shell("epic-events company create -n $'\\xc9lodie'")
    expect({ code, stdout }).toEqual({ code: Exit.usage, stdout: '' })
    expect(stderr).toContain('Argument 4, after -n, is not valid UTF-8.')
    const french = await shell("epic-events company create --lang fr --json -n $'\\xc9lodie'")
    expect(JSON.parse(french.stderr)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining("L'argument n°\u00a07, après -n, n'est pas en UTF-8.") },
    })
    expect(await count()).toBe(before)
  })

  test('a U+FFFD that was typed is stored; overlong bytes and surrogates are refused', async () => {
    const typed = await shell("epic-events company create --quiet -n $'a\\xef\\xbf\\xbdb'")
    expect(typed).toMatchObject({ code: Exit.ok, stderr: '' })
    const { stdout } = await shell(`epic-events company view ${typed.stdout.trim()} --json`)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'a\ufffdb' })
    for (const bytes of ['\\xc0\\xaf', '\\xed\\xa0\\x80', '\\xf0\\x9f\\x98'])
      expect((await shell(`epic-events company create -n $'${bytes}'`)).code).toBe(Exit.usage)
  })

  test('a variable that the program reads → 2 with its name; help and other variables do not matter', async () => {
    const bad = await shell("EPIC_EVENTS_DATA_DIR=$'caf\\xe9' epic-events company list")
    expect(bad.code).toBe(Exit.usage)
    expect(bad.stderr).toContain('EPIC_EVENTS_DATA_DIR is not valid UTF-8')
    expect((await shell("EPIC_EVENTS_DATA_DIR=$'caf\\xe9' epic-events help")).code).toBe(Exit.ok)
    expect((await shell("LS_COLORS=$'caf\\xe9' epic-events company list --count")).code).toBe(Exit.ok)
  })

  test('a current folder in another encoding is where relative paths begin', async () => {
    const { code, stdout } = await shell(`
      mkdir $'caf\\xe9' && cd $'caf\\xe9'
      export EPIC_EVENTS_DATA_DIR=crm TEMP_FILE_PATH=session.json
      epic-events demo >/dev/null && epic-events company view 8 --quiet && cd .. && ls -d caf*/* | od -c`)
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: expect.stringMatching(/^8\n/) })
    // \351 is the byte of é in Latin-1, and \357 the first one of U+FFFD in UTF-8.
    expect(stdout.match(/351|357/g)).toEqual(['351', '351'])
  })

  test('the path of a settings file → 2, not another file of a similar name', async () => {
    writeFileSync(join(machine.home, 'caf\ufffd.env'), 'EPIC_EVENTS_LANG=fr\n', { mode: 0o600 })
    const { code, stderr } = await shell("epic-events company list --env-file $'caf\\xe9.env'")
    expect({ code, stderr }).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('after --env-file') })
  })
})

describe('standard input', () => {
  const login = (stdin: string | Uint8Array<ArrayBuffer>) =>
    machine.run(['login', '-u', 'bill.boquet', '--password-stdin'], { stdin, env: { TEMP_FILE_PATH: 'bill.json' } })

  test('Latin-1, UTF-16 → 2, and it is no failed attempt', async () => {
    const utf16 = new Uint8Array(Buffer.from('\ufeffEpic-Events-2026\r\n', 'utf16le'))
    for (const bytes of [latin1('Epic-\xc9vents-2026\n'), utf16, utf16.slice(2)])
      expect(await login(bytes)).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('not valid UTF-8') })
  })

  test('a byte order mark before a password is none of it (google/go-containerregistry#1759)', async () => {
    expect((await login('\ufeffEpic-Events-2026\r\n')).code).toBe(Exit.ok)
  })

  test('a character that comes in two pieces is whole', async () => {
    const create = 'user create -u two.pieces -n Two -e two@pieces.example -r support --password-stdin --quiet'
    expect(
      (await shell(`{ printf 'Caf\\xc3'; sleep 0.3; printf '\\xa9-2026\\n'; } | epic-events ${create}`)).code,
    ).toBe(0)
    const opened = await machine.run(['login', '-u', 'two.pieces', '--password-stdin'], {
      ...{ stdin: 'Café-2026', env: { TEMP_FILE_PATH: 'two.json' } },
    })
    expect(opened.code).toBe(Exit.ok)
  })
})

describe('questions at a terminal that is not set to UTF-8', () => {
  test.each([
    ['', 'Name'],
    [' --accessible', 'Name:'],
  ])('company create%s → the answer is refused in its place', async (option, question) => {
    await using p = machine.terminal(`company create${option}`)
    await p.waitFor(question)
    p.type(latin1(`Caf\xe9 du Ch\xe2teau${key.enter}`))
    await p.waitFor('not UTF-8')
    p.type(option === '' ? `${key.backspace.repeat(20)}Café${key.enter}` : `Café${key.enter}`)
    await skipTheRest(p)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.screen()).toContain('--name Café')
  })

  test('a paste, and a password', async () => {
    await using p = machine.terminal('company create --lang fr')
    await p.waitFor('Nom')
    p.type(latin1(pasted('\xc9lodie')))
    p.type(key.enter)
    await p.waitFor('réglez-le sur UTF-8')
    p.type(key.escape)
    expect(await p.ended()).toBe(Exit.cancelled)
    for (const option of ['', ' --accessible']) {
      await using q = machine.terminal(`user update-password 13${option}`)
      await q.waitFor('New password')
      q.type(latin1(`Caf\xe9-2026${key.enter}`))
      await q.waitFor('not UTF-8')
      q.type(key.escape)
      expect(await q.ended()).toBe(Exit.cancelled)
      expect(q.output()).not.toContain('2026')
    }
  })

  test('a U+FFFD that was typed is text', async () => {
    await using p = machine.terminal('company create')
    await p.waitFor('Name')
    p.type(`x\ufffdy${key.enter}`)
    await skipTheRest(p)
    expect(await p.ended()).toBe(Exit.ok)
  })
})

describe('--password-stdin at a terminal (SkardiLabs/skardi#247, moby/moby#35746)', () => {
  test.each([
    ['en', 'Password'],
    ['fr', 'Mot de passe'],
  ])('%s → is asked for, and never shown', async (lang, question) => {
    const env = { TEMP_FILE_PATH: `asked-${lang}.json`, EPIC_EVENTS_LANG: lang }
    await using p = machine.terminal('login -u kate.hastroff --password-stdin', { env })
    await p.waitFor(question)
    p.type(`Epic-Events-2026${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.output()).not.toContain('Epic-Events-2026')
  })

  test('a new one → is asked for twice', async () => {
    await using p = machine.terminal('user update-password 13 --password-stdin')
    await p.waitFor('New password')
    p.type(`Secret-2026${key.enter}`)
    await p.waitFor('(again)')
    p.type(`Secret-2026${key.enter}`)
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.output()).not.toContain('Secret')
  })

  test.each([
    ['login -u kate.hastroff --password-stdin --no-input', 'Pipe it in'],
    ['login -u kate.hastroff --password-stdin --no-input --lang fr', "s'y afficherait"],
  ])('nobody to ask: %s → 2 at once', async (typed, said) => {
    await using p = machine.terminal(typed, { columns: 200 })
    expect(await p.ended()).toBe(Exit.usage)
    expect(p.screen()).toContain(said)
  })
})
