import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Person } from '../support/agency.ts'
import { esc } from '../support/prompter.ts'
import { type Seat, type Seats, seats } from './seats.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('session revoke (%s)', (kind) => {
  let agency: Seats['agency']
  let sit: Seats['sit']
  let boss: Person
  let sam: Person
  let desk: Seat
  const revoke = (seat: Seat, id: number, ...args: string[]) => seat.run(['session', 'revoke', String(id), ...args])
  beforeAll(async () => {
    ;({ agency, sit } = await seats(kind))
    boss = await agency.person('management', { fullName: 'Manon Chef' })
    sam = await agency.person('commercial', { fullName: 'Sam Vente' })
    desk = await sit(sam)
  })

  // kinde-oss/documentation#802, Senthil455/Atlas-Workforce-System#170, ferriskey/ferriskey#1232, scalekit-inc/org-brain-workshop#42:
  // elsewhere an access token outlives its session, or its refresh token makes new ones.
  test('another one of one’s own → over at once: the next command there is 4, and so is a renewal', async () => {
    const lap = await sit(sam)
    expect(await lap.whoami()).toBe(Exit.ok)
    const { code, stdout, stderr } = await revoke(desk, lap.id, '--json')
    expect(code).toBe(Exit.ok)
    expect(JSON.parse(stdout)).toMatchObject({ id: lap.id, user_id: sam.id, user_name: 'Sam Vente', current: false })
    expect(Object.keys(JSON.parse(stdout))).toHaveLength(8)
    expect(stderr).not.toContain('Sam Vente')
    for (const argv of [['whoami'], ['client', 'list'], ['refresh']])
      expect((await lap.run(argv)).code).toBe(Exit.unauthenticated)
    // Half an hour later the program renews its tokens by itself.
    expect((await lap.run(['whoami'], { now: Date.now() + 31 * 60_000 })).code).toBe(Exit.unauthenticated)
    expect(await desk.whoami()).toBe(Exit.ok)
    expect((await desk.list()).map(({ id }) => id)).not.toContain(lap.id)
  })

  // Senthil455/Atlas-Workforce-System#170, and the rule of nightscout/nocturne#462: to revoke the present one is to log out.
  test('the present one → a logout: the file goes too, and the sentence says so', async () => {
    for (const [lang, sentence] of [
      ['en', 'you are logged out'],
      ['fr', 'vous êtes déconnecté'],
    ] as const) {
      const here = await sit(sam)
      const { code, stderr } = await here.run(['session', 'revoke', String(here.id)], { lang })
      expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: expect.stringContaining(sentence) })
      expect(here.hasFile()).toBe(false)
      expect(await here.whoami()).toBe(Exit.unauthenticated)
    }
    expect(await desk.whoami()).toBe(Exit.ok)
  })

  test('renewed meanwhile → the present one is still known as such', async () => {
    const here = await sit(sam)
    await here.run(['refresh'])
    const { stdout } = await revoke(here, here.id, '--json')
    expect(JSON.parse(stdout).current).toBe(true)
    expect(here.hasFile()).toBe(false)
  })

  // rh-aiservices-bu/litemaas#145, kanboard/kanboard#5829, appwrite/appwrite#12799: any id was accepted.
  // wso2/product-is#7650: 403 for an id that does not exist tells which ids do.
  test('a colleague’s, one that is over, one that never was → the same 3, word for word, and nothing happens', async () => {
    const other = await sit(await agency.person('commercial'))
    const over = await sit(sam)
    await over.run(['logout'])
    const answers = []
    for (const id of [other.id, over.id, 2_000_000_000]) {
      const { code, stdout, stderr } = await revoke(desk, id)
      answers.push(stderr.replaceAll(String(id), 'ID'))
      expect({ code, stdout }).toEqual({ code: Exit.notFound, stdout: '' })
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('epic-events session list')
    expect(await other.whoami()).toBe(Exit.ok)
  })

  test('twice → 3 the second time', async () => {
    const lap = await sit(sam)
    expect((await revoke(desk, lap.id)).code).toBe(Exit.ok)
    expect((await revoke(desk, lap.id)).code).toBe(Exit.notFound)
  })

  test('a manager → a colleague’s session, and the sentence says whose; no file of the manager goes', async () => {
    const lap = await sit(sam)
    const manager = await sit(boss)
    const { code, stderr } = await manager.run(['session', 'revoke', String(lap.id)])
    expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: expect.stringContaining('Sam Vente') })
    expect(await lap.whoami()).toBe(Exit.unauthenticated)
    expect(await manager.whoami()).toBe(Exit.ok)
    // Whose hand it was is kept: a logout of one's own, or revoked by somebody else.
    const [row] = await agency.owner(
      (sql) => sql<{ why: string }[]>`select why from epic_events.ended where session_id = ${lap.id}`,
    )
    expect(row?.why).toBe('revoked')
  })

  test('ids that are none → 2, and nothing is connected to', async () => {
    for (const id of ['x', '0', '-1', '1.5', '99999999999999999999', 'all', '']) {
      const { code } = await desk.run(['session', 'revoke', id])
      expect({ id, code }).toEqual({ id, code: Exit.usage })
    }
    const { code, stderr } = await desk.run(['session', 'revoke'])
    expect({ code, stderr }).toEqual({ code: Exit.usage, stderr: expect.stringContaining('ID') })
  })

  test('without an id at a terminal → a list: one’s own first and the present one marked, no confirmation', async () => {
    const lap = await sit(sam)
    await agency.owner((sql) => sql`update epic_events.session set device = 'the laptop' where id = ${lap.id}`)
    const { code, asked } = await desk.run(['session', 'revoke'], { terminal: 100, answers: ['the laptop'] })
    expect(code).toBe(Exit.ok)
    expect(asked.map(({ kind: question }) => question)).toEqual(['choose'])
    expect(asked[0]?.choices?.filter((choice) => choice.includes('this one'))).toHaveLength(1)
    expect(asked[0]?.choices?.join()).not.toContain('Sam Vente')
    expect(await lap.whoami()).toBe(Exit.unauthenticated)
    const cancelled = await desk.run(['session', 'revoke'], { terminal: 100, answers: [esc] })
    expect(cancelled.code).toBe(Exit.cancelled)
    await sit(await agency.person('support', { fullName: 'Aaron First' }))
    const manager = await sit(boss)
    const { asked: offered } = await manager.run(['session', 'revoke'], { terminal: 100, answers: [esc] })
    const at = (part: string) => offered[0]?.choices?.findIndex((choice) => choice.includes(part)) ?? -1
    expect(at('this one')).toBeGreaterThanOrEqual(0)
    expect(at('this one')).toBeLessThan(at('Aaron First · '))
    expect(at('Aaron First · ')).toBeLessThan(at('Sam Vente · '))
    expect(at('Manon')).toBe(-1)
  })

  test('by SQL → the same rows, and only those', async () => {
    const lap = await sit(sam)
    const ended = await agency.as(boss, (sql) => sql`select epic_events.end_session(${lap.id}) as ended`)
    expect(ended[0]?.['ended']).toBe(true)
    const refused = await agency.as(sam, (sql) => sql`select epic_events.end_session(1) as ended`)
    expect(refused[0]?.['ended']).toBe(false)
  })
})
