import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { type Devices, decoded, devices, forge, minutes } from './device.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('logout (%s)', (kind) => {
  let agency: Devices['agency']
  let device: Devices['device']
  let stored: Devices['stored']
  beforeAll(async () => {
    ;({ agency, device, stored } = await devices(kind))
  })

  test('a session → it ends in the database, its file goes, and its tokens are worth nothing', async () => {
    const mine = device('logout')
    await mine.login()
    const before = mine.tokens()
    expect((await mine.run(['logout', '--json'])).stdout).toBe('{"signed_out":true}\n')
    expect(existsSync(mine.file)).toBe(false)
    expect((await stored(before))?.revoked).toBe('logout')
    mine.put(before)
    for (const argv of [['whoami'], ['client', 'list'], ['refresh']]) {
      expect((await mine.run(argv)).code).toBe(Exit.unauthenticated)
    }
  })

  test('past its half hour → the session ends all the same', async () => {
    const mine = device('logout-late')
    await mine.login()
    const before = mine.tokens()
    expect((await mine.run(['logout'], { now: Date.now() + minutes(31) })).code).toBe(Exit.ok)
    expect((await stored(before))?.revoked).toBe('logout')
  })

  test('--all → every session of the person ends, the present one too, its file goes, and the answer says how many', async () => {
    const [mine, other] = [device('all-mine'), device('all-other')]
    await mine.login()
    await other.login()
    const before = mine.tokens()
    const open = JSON.parse((await mine.run(['session', 'list', '--json'])).stdout)
    const count: number = open.length
    const { code, stdout, stderr } = await mine.run(['logout', '--all', '--json'])
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: `{"signed_out":true,"session_count":${count}}\n` })
    expect(count).toBeGreaterThan(1)
    expect(stderr).toContain(`${count} sessions ended`)
    expect(existsSync(mine.file)).toBe(false)
    for (const [one, tokens] of [
      [mine, before],
      [other, other.tokens()],
    ] as const) {
      one.put(tokens)
      for (const argv of [['whoami'], ['refresh']]) expect((await one.run(argv)).code).toBe(Exit.unauthenticated)
    }
  })

  test('--all, the only session, past its half hour → it is renewed and ended; nobody else is logged out', async () => {
    const mine = device('all-late')
    await mine.login()
    const boss = await agency.person('management')
    const { code, stderr } = await mine.run(['logout', '--all'], { now: Date.now() + minutes(31), lang: 'fr' })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('que cette session') })
    expect(existsSync(mine.file)).toBe(false)
    expect((await agency.run(['whoami'], { as: boss })).code).toBe(Exit.ok)
  })

  test('--all without a session, or with one that is over → 4: others may be open, and a success would hide them', async () => {
    const none = await device('all-none').run(['logout', '--all', '--json'])
    expect({ code: none.code, stdout: none.stdout }).toEqual({ code: Exit.unauthenticated, stdout: '' })
    const [mine, other] = [device('all-over'), device('all-open')]
    await mine.login()
    await other.login()
    const { sid } = decoded(mine.tokens().access_token, 1)
    await other.run(['session', 'revoke', String(sid)])
    const { code, stderr } = await mine.run(['logout', '--all'])
    expect(code).toBe(Exit.unauthenticated)
    expect(stderr).toContain('epic-events logout --all')
    expect(existsSync(mine.file)).toBe(false)
    expect((await other.run(['whoami'])).code).toBe(Exit.ok)
  })

  // balena-io/balena-cli#730: with a token that is worth nothing, nobody could log out.
  test('a file that is forged or damaged → it goes, with --all too', async () => {
    for (const [args, code] of [
      [[], Exit.ok],
      [['--all'], Exit.unauthenticated],
    ] as const) {
      for (const damage of [
        (token: string) => forge(token, { claims: { sub: '1' }, key: 'x'.repeat(40) }),
        () => '{',
      ]) {
        const mine = device('damaged')
        await mine.login()
        const tokens = mine.tokens()
        mine.put({ ...tokens, access_token: damage(tokens.access_token) })
        expect((await mine.run(['logout', ...args])).code).toBe(code)
        expect(existsSync(mine.file)).toBe(false)
      }
    }
  })

  // preloop/preloop#843, openclaw/clawhub#166: who is told "logged out" must know which sessions are still open.
  test('the server is away → 7, the file goes all the same, and it is said that the sessions are open', async () => {
    if (kind === 'embedded') return
    const away = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
    for (const [args, sentence] of [
      [[], 'the session could not be ended'],
      [['--all'], 'your sessions could not be ended'],
    ] as const) {
      const mine = device(`away-${args.length}`)
      await mine.login()
      const { code, stdout, stderr } = await mine.run(['logout', ...args], { env: away })
      expect({ code, stdout }).toEqual({ code: Exit.unavailable, stdout: '' })
      expect(stderr).toContain(sentence)
      expect(existsSync(mine.file)).toBe(false)
    }
  })

  test('without a session → a note, and success', async () => {
    const { code, stdout, stderr } = await device('logout-none').run(['logout', '--json'])
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '{"signed_out":false}\n' })
    expect(stderr).not.toBe('')
  })
})
