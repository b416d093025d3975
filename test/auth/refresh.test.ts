/** A session is renewed by `refresh`, or by any command once its half hour is over. On both databases. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency } from '../support/agency.ts'
import { type Devices, decoded, devices, minutes, type Tokens } from './device.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('refresh (%s)', (kind) => {
  let agency: Agency
  let device: Devices['device']
  let stored: Devices['stored']
  beforeAll(async () => {
    ;({ agency, device, stored } = await devices(kind))
  })

  test('past its half hour, two terminals at once → the session is renewed once, by itself', async () => {
    const mine = device('renewed')
    await mine.login()
    const before = mine.tokens()
    const later = Date.now() + minutes(31)
    const both = await Promise.all([
      mine.run(['client', 'list', '--json'], { now: later }),
      mine.run(['whoami', '--json'], { now: later }),
    ])
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(both.map(() => ({ code: Exit.ok, stderr: '' })))
    const after = mine.tokens()
    expect(after.access_token).not.toBe(before.access_token)
    expect(after.refresh_token).not.toBe(before.refresh_token)
    expect(after.refresh_expires_at).toBe(before.refresh_expires_at)
    expect(decoded(after.access_token, 1)['sid']).toBe(decoded(before.access_token, 1)['sid'])
    expect(await stored(after)).toEqual({ refreshes: 2, used: 1, revoked: null })
    expect((await mine.run(['whoami'], { now: later })).code).toBe(Exit.ok)
    expect(mine.tokens()).toEqual(after)
  })

  test('a refresh token used again after ten seconds was stolen → the session is over for both', async () => {
    const [mine, thief] = [device('mine'), device('thief')]
    await mine.login()
    const stolen = mine.tokens()
    expect((await mine.run(['refresh'])).code).toBe(Exit.ok)
    // Eleven seconds go by.
    await agency.owner((sql) => sql`update epic_events.refresh_attempt set at = at - interval '11 seconds'`)
    thief.put(stolen)
    const caught = await thief.run(['client', 'list'], { now: Date.now() + minutes(31) })
    expect(caught).toMatchObject({ code: Exit.unauthenticated, stdout: '' })
    expect(thief.tokens()).toEqual(stolen)
    expect((await stored(stolen))?.revoked).toBe('reused')
    for (const argv of [['whoami'], ['client', 'list'], ['refresh']])
      expect((await mine.run(argv)).code).toBe(Exit.unauthenticated)
    await mine.login()
    expect((await mine.run(['whoami'])).code).toBe(Exit.ok)
  })

  test('a refresh token used again within ten seconds → a second terminal, and its own file works on', async () => {
    const [mine, copy] = [device('first'), device('second')]
    await mine.login()
    copy.put(mine.tokens())
    const later = { now: Date.now() + minutes(31) }
    for (const one of [mine, copy]) expect((await one.run(['whoami'], later)).code).toBe(Exit.ok)
    for (const one of [mine, copy]) expect((await one.run(['client', 'list'], later)).code).toBe(Exit.ok)
    expect((await stored(mine.tokens()))?.revoked).toBeNull()
  })

  test('without a session, or with a damaged file → 4, naming login', async () => {
    const mine = device('refresh-none')
    for (const prepare of [() => undefined, () => mine.put({ access_token: 'x' } as Tokens)]) {
      prepare()
      const { code, stdout, stderr } = await mine.run(['refresh'])
      expect({ code, stdout }).toEqual({ code: Exit.unauthenticated, stdout: '' })
      expect(stderr).toContain('epic-events login')
    }
  })
})
