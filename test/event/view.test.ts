import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('event view (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let kate: Person
  let event: EventCard

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
    event = await makeEvent(agency, bill, '-n', 'First line\nSecond line')
    await agency.json(['event', 'assign_support', String(event.id), String(kate.id)], { as: manager })
  })

  test('a card → everybody by name, how to reach the client, and the notes in their lines', async () => {
    const { stdout } = await agency.run(['event', 'view', String(event.id)], { as: kate })
    expect(stdout).toContain(`Bill Boquet (${bill.id})`)
    expect(stdout).toContain(event.client_email ?? 'no email')
    expect(stdout).toContain(`Kate Hastroff (${kate.id})`)
    expect(stdout).toMatch(/First line\n +Second line/)
  })

  test('an absent event → 3, in both languages', async () => {
    const english = await agency.run(['event', 'view', '9999'], { as: kate })
    const french = await agency.run(['event', 'view', '9999'], { as: kate, lang: 'fr' })
    expect([english.code, french.code]).toEqual([Exit.notFound, Exit.notFound])
    expect(english.stderr).toContain('Event 9999 not found')
    expect(french.stderr).toContain('Événement 9999 introuvable')
  })

  test('--history → who did what; without audit:list what one did oneself', async () => {
    const argv = ['event', 'view', String(event.id), '--history']
    const { history } = await agency.json<{ history: { action: string; user_id: number }[] }>(argv, { as: manager })
    expect(history.map(({ action, user_id }) => [action, user_id])).toEqual([
      ['insert', bill.id],
      ['update', manager.id],
    ])
    const card = await agency.json<object>(argv, { as: kate })
    expect(card).toMatchObject({ interactions: [], history: [] })
  })
})
