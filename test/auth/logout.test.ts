import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { type Devices, devices, minutes } from './device.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('logout (%s)', (kind) => {
  let device: Devices['device']
  let stored: Devices['stored']
  beforeAll(async () => {
    ;({ device, stored } = await devices(kind))
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

  test('without a session → a note, and success', async () => {
    const { code, stdout, stderr } = await device('logout-none').run(['logout', '--json'])
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '{"signed_out":false}\n' })
    expect(stderr).not.toBe('')
  })
})
