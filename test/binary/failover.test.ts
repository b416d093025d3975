/** A server is killed: a short form of what test/soak does at length. */
import { expect, test } from 'bun:test'
import { failover, standbySentence } from '../soak/failover.ts'
import { killInTheMiddleOfWrites } from '../soak/server-kills.ts'

test('the primary dies and its standby is promoted → with both hosts in DATABASE_URL the next command succeeds', async () => {
  const { missing, onStandby, between, after, firstMs, slowestMs } = await failover()
  expect(missing).toEqual([])
  expect(onStandby).toStartWith('7: ')
  expect(onStandby).toContain(standbySentence)
  expect(between).toHaveLength(2)
  for (const heard of between)
    expect(heard).toMatch(/^7: ✗ None of the database servers is available: .*\n.*nothing accepts connections/)
  expect(after).toEqual([0, 0])
  expect(firstMs).toBeLessThan(10_000)
  expect(slowestMs).toBeLessThan(10_000)
}, 90_000)

test('kill -9 of the server and of the client in the middle of writes → no confirmed write is lost, four times', async () => {
  const { missing, half, misinformed, acknowledged, killed } = await killInTheMiddleOfWrites(4)
  expect({ missing, half, misinformed }).toEqual({ missing: [], half: [], misinformed: [] })
  expect(acknowledged).toBeGreaterThan(10)
  expect(killed).toEqual({ client: 2, server: 1, backends: 1 })
}, 90_000)
