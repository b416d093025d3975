import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { hostname } from 'node:os'
import { Exit } from '../../src/errors.ts'
import type { Person } from '../support/agency.ts'
import { type Seat, type Seats, seats } from './seats.ts'

setDefaultTimeout(60_000)

const keys = ['id', 'user_id', 'user_name', 'device', 'created_at', 'last_used_at', 'ends_at', 'current']

describe.each(['server', 'embedded'] as const)('session list (%s)', (kind) => {
  let agency: Seats['agency']
  let sit: Seats['sit']
  let boss: Person
  let sam: Person
  /** Two terminals of Sam. */
  let desk: Seat
  let lap: Seat
  beforeAll(async () => {
    ;({ agency, sit } = await seats(kind))
    boss = await agency.person('management')
    sam = await agency.person('commercial', { fullName: 'Sam Vente' })
    await agency.owner((sql) => sql`update epic_events.session set revoked_at = now() where user_id = ${sam.id}`)
    ;[desk, lap] = [await sit(sam), await sit(sam)]
  })

  // Some leave the present session out or mark every session of the same address (NousResearch/hermes-agent#68547, kidiatoliny/hunter#224):
  // the database compares the secret, whatever the devices are called.
  test('one’s own sessions and nobody else’s, the present one marked, though both are on the same machine', async () => {
    const [first, second, ...more] = await desk.list()
    expect(more).toEqual([])
    expect(Object.keys(first ?? {})).toEqual(keys)
    const mine = { user_id: sam.id, user_name: 'Sam Vente', device: hostname().slice(0, 64) }
    expect(first).toMatchObject({ id: desk.id, ...mine, current: true })
    expect(second).toMatchObject({ id: lap.id, ...mine, current: false })
    expect((await lap.list()).map(({ current }) => current)).toEqual([false, true])
    for (const at of [first?.created_at, first?.last_used_at, first?.ends_at])
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+0[12]:00$/)
  })

  test('a person → the mark is a word, and no column says again whose they are', async () => {
    const english = (await desk.run(['session', 'list'])).stdout
    expect(english.split('\n').filter((line) => line.includes('this one'))).toHaveLength(1)
    expect(english).toMatch(new RegExp(`^ *${desk.id} .*this one`, 'm'))
    expect(english).not.toContain('Sam Vente')
    const french = (await desk.run(['session', 'list'], { lang: 'fr' })).stdout
    expect(french).toMatch(new RegExp(`^ *${desk.id} .*celle-ci`, 'm'))
  })

  // element-hq/element-web#13187, lzvxck/seri-agent#381: what is over, or renewed, must not pile up in the list.
  test('renewed tokens → still one session, used later; sessions that are over are not listed', async () => {
    const before = (await desk.list()).find(({ id }) => id === desk.id)
    expect((await desk.run(['refresh'])).code).toBe(Exit.ok)
    const after = await desk.list()
    expect(after.map(({ id, current }) => [id, current])).toEqual([
      [desk.id, true],
      [lap.id, false],
    ])
    const renewed = after.find(({ id }) => id === desk.id)
    expect(Date.parse(renewed?.last_used_at ?? '')).toBeGreaterThan(Date.parse(before?.last_used_at ?? ''))
    expect(renewed?.created_at).toBe(before?.created_at ?? '')
    const third = await sit(sam)
    await agency.owner(
      (sql) => sql`update epic_events.session set ends_at = now() - interval '1 minute' where id = ${third.id}`,
    )
    expect((await desk.list()).map(({ id }) => id)).toEqual([desk.id, lap.id])
  })

  test('--limit, --after, --count and --quiet, as every list has them', async () => {
    expect((await desk.list('--limit', '1')).map(({ id }) => id)).toEqual([desk.id])
    expect((await desk.list('--after', String(desk.id))).map(({ id }) => id)).toEqual([lap.id])
    expect((await desk.run(['session', 'list', '--count'])).stdout).toBe('2\n')
    expect((await desk.run(['session', 'list', '--quiet'])).stdout).toBe(`${desk.id}\n${lap.id}\n`)
  })

  // Kit3713/Proteus#365, eminwux/sbsh#390: names from elsewhere reached the terminal of who listed the sessions.
  test('the device is hostile → escaped on a terminal; a formula is disarmed in CSV', async () => {
    const device = '\x1b]0;owned\x07=cmd|\u202e x'
    const evil = await sit(sam)
    await agency.owner((sql) => sql`update epic_events.session set device = ${device} where id = ${evil.id}`)
    const shown = await evil.run(['session', 'list'], { terminal: 120 })
    expect(shown.stdout).not.toMatch(/[\x07\u202e]|\x1b\]/)
    expect(shown.stdout).toContain('owned')
    expect((await evil.list()).find(({ id }) => id === evil.id)?.device).toBe(device)
    await agency.owner((sql) => sql`update epic_events.session set device = '=1+1' where id = ${evil.id}`)
    expect((await evil.run(['session', 'list', '--format', 'csv'])).stdout).toContain("'=1+1")
    // The sentence about its end, and the choice in a list, are stored text as well.
    await agency.owner((sql) => sql`update epic_events.session set device = ${device} where id = ${evil.id}`)
    const { stderr } = await desk.run(['session', 'revoke', String(evil.id)], { terminal: 120 })
    expect(stderr).toContain('owned')
    expect(stderr).not.toMatch(/[\x07\u202e]|\x1b\]/)
  })

  test('a session of an older program has no device → null, and nothing on the screen', async () => {
    const [only] = await agency.json<{ device: unknown }[]>(['session', 'list'], { as: boss })
    expect(only?.device).toBeNull()
    expect((await agency.run(['session', 'list'], { as: boss })).stdout).not.toContain('null')
  })

  test('a manager → --everyone has those of others with their names, --user those of one', async () => {
    const of = (...args: string[]) =>
      agency.json<{ id: number; user_name: string; current: boolean }[]>(['session', 'list', ...args], { as: boss })
    const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)
    expect(ids(await of('--user', String(sam.id)))).toEqual([desk.id, lap.id])
    const all = await of('--everyone', '--limit', '0')
    expect(ids(all)).toEqual(ids(all).toSorted((a, b) => a - b))
    expect(ids(all)).toContain(desk.id)
    expect(all.filter(({ current }) => current)).toHaveLength(1)
    expect(ids(await of())).not.toContain(desk.id)
    const { stdout } = await agency.run(['session', 'list', '-u', String(sam.id)], { as: boss })
    expect(stdout).toContain('Sam Vente')
  })

  test('without user:update → 5 for the sessions of others, not a list that says they are logged out', async () => {
    for (const args of [['--everyone'], ['--user', String(boss.id)], ['--user', '999999']]) {
      const { code, stdout, stderr } = await desk.run(['session', 'list', ...args])
      expect({ args, code, stdout }).toEqual({ args, code: Exit.forbidden, stdout: '' })
      expect(stderr).toContain('user:update')
    }
    expect((await desk.list('--user', String(sam.id))).map(({ id }) => id)).toEqual([desk.id, lap.id])
  })

  test('user:update for oneself alone opens nothing', async () => {
    await agency.json(['role', 'create', '-n', `selfish-${kind}`], { as: boss })
    await agency.json(['role', 'grant', `selfish-${kind}`, 'user:view:own', 'user:update:own'], { as: boss })
    const selfish = await sit(await agency.person(`selfish-${kind}`))
    expect((await selfish.run(['session', 'list', '--everyone'])).code).toBe(Exit.forbidden)
    expect((await selfish.run(['session', 'revoke', String(desk.id)])).code).toBe(Exit.notFound)
  })

  // keycloak/keycloak#31359: what no longer works was still listed. django/django#2494, freelawproject/courtlistener#1066: a new password
  // left the sessions of before open.
  test('a new password, a deactivation → those sessions are over, and no list has them', async () => {
    const [paul, lea] = [await agency.person('commercial'), await agency.person('support')]
    const seatsOf = [await sit(paul), await sit(lea)] as const
    const of = async (person: Person) =>
      (await agency.json<unknown[]>(['session', 'list', '--user', String(person.id)], { as: boss })).length
    expect([await of(paul), await of(lea)]).toEqual([2, 2])
    const typed = { as: boss, stdin: 'Autre-2027\n' }
    expect((await agency.run(['user', 'update-password', String(paul.id), '--password-stdin'], typed)).code).toBe(
      Exit.ok,
    )
    await agency.json(['user', 'update', String(lea.id), '--is-active', 'false'], { as: boss })
    expect([await of(paul), await of(lea)]).toEqual([0, 0])
    for (const seat of seatsOf) expect(await seat.whoami()).toBe(Exit.unauthenticated)
  })

  test('user:update without role:assign → only those whose role allows no more', async () => {
    await agency.json(['role', 'create', '-n', `clerk-${kind}`], { as: boss })
    await agency.json(['role', 'grant', `clerk-${kind}`, 'user:view', 'user:list', 'user:update'], { as: boss })
    const clerk = await sit(await agency.person(`clerk-${kind}`))
    const other = await sit(await agency.person(`clerk-${kind}`))
    const seen = (await clerk.list('--everyone', '--limit', '0')).map(({ id }) => id)
    expect(seen).toContain(other.id)
    expect(seen).not.toContain(desk.id)
    expect(await clerk.list('--user', String(boss.id))).toEqual([])
    expect((await clerk.run(['session', 'revoke', String(desk.id)])).code).toBe(Exit.notFound)
    expect(await desk.whoami()).toBe(Exit.ok)
  })

  test('nobody is logged in → 4', async () => {
    for (const argv of [
      ['session', 'list'],
      ['session', 'revoke', '1'],
    ])
      expect((await agency.run(argv)).code).toBe(Exit.unauthenticated)
  })
})
