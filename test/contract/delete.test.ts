import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'
import { eventOptions, makeContract, makeEvent } from './deal.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('contract delete (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial')
  })

  const remove = (id: number, ...more: string[]) =>
    agency.run(['contract', 'delete', String(id), ...more], { as: manager })
  const exists = async (noun: 'contract' | 'event', id: number) =>
    (await agency.run([noun, 'view', String(id)], { as: manager })).code === Exit.ok

  test('a contract without events → deleted after a yes', async () => {
    const { id } = await makeContract(agency, bill)
    const { code, asked } = await agency.run(['contract', 'delete', String(id)], {
      as: manager,
      terminal: 80,
      answers: [true],
    })
    expect(code).toBe(Exit.ok)
    expect(asked[0]?.message).toContain(`contract ${id}`)
    expect(await exists('contract', id)).toBe(false)
  })

  test('a contract with events → 6 with how many and what to do, and all stays', async () => {
    const { id, contract_id } = await makeEvent(agency, bill)
    const { code, stderr } = await remove(contract_id, '--yes')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('1 event')
    expect(stderr).toContain(`contract delete ${contract_id} --with-events`)
    expect([await exists('contract', contract_id), await exists('event', id)]).toEqual([true, true])
  })

  test('--with-events → all is deleted, counted and in the log', async () => {
    const { id, contract_id } = await makeEvent(agency, bill)
    await agency.json(['event', 'create', '-c', String(contract_id), ...eventOptions], { as: bill })
    const { code, stdout, stderr } = await remove(contract_id, '--with-events', '--yes', '--json')
    expect(code).toBe(Exit.ok)
    expect(JSON.parse(stdout)).toEqual({ id: contract_id, event_count: 2 })
    expect(stderr).toContain('2 events')
    expect([await exists('contract', contract_id), await exists('event', id)]).toEqual([false, false])
    const logged = await agency.owner(
      (sql) => sql<{ table_name: string; user_id: number }[]>`
        select table_name, user_id from epic_events.audit_log
        where action = 'delete' and ((table_name = 'contract' and row_id = ${contract_id})
          or (table_name = 'event' and (old_values ->> 'contract_id')::integer = ${contract_id}))
        order by table_name`,
    )
    expect(logged.map((row) => [row.table_name, row.user_id])).toEqual([
      ['contract', manager.id],
      ['event', manager.id],
      ['event', manager.id],
    ])
  })

  test('--with-events → holds for this one contract, not for the next', async () => {
    const [first, second] = [await makeEvent(agency, bill), await makeEvent(agency, bill)]
    expect((await remove(first.contract_id, '--with-events', '--yes')).code).toBe(Exit.ok)
    expect((await remove(second.contract_id, '--yes')).code).toBe(Exit.refused)
  })

  test('--with-events, asked → names the events that go too; a script has to say --yes', async () => {
    const { id, contract_id } = await makeEvent(agency, bill)
    expect((await remove(contract_id, '--with-events')).code).toBe(Exit.usage)
    const { code, asked, stderr } = await agency.run(['contract', 'delete', String(contract_id), '--with-events'], {
      as: manager,
      terminal: 80,
      answers: [false],
    })
    expect(code).toBe(Exit.cancelled)
    expect(stderr).toContain(`  event ${id} · Gala · 04/06/2027 13:00\n`)
    expect(asked[0]?.message).toContain('1 event')
    expect(await exists('contract', contract_id)).toBe(true)
  })

  test('an old --if-version → 6; a commercial → 5; an absent contract → 3', async () => {
    const { id } = await makeContract(agency, bill)
    await agency.json(['contract', 'update', String(id), '--is-signed'], { as: bill })
    expect((await remove(id, '--yes', '--if-version', '1')).code).toBe(Exit.refused)
    expect((await agency.run(['contract', 'delete', String(id), '--yes'], { as: bill })).code).toBe(Exit.forbidden)
    expect((await remove(9999, '--yes')).code).toBe(Exit.notFound)
    expect(await exists('contract', id)).toBe(true)
  })
})
