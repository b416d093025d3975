/**
 * Two processes of the compiled program on one embedded database that each opens itself (EPIC_EVENTS_RESIDENT=off): the second one waits,
 * says so, and gives up in time; nothing is lost.
 */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { lockIn } from '../../src/db/embedded/folder.ts'
import { acquireLock } from '../../src/db/embedded/lock.ts'
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { type Team, team } from '../support/team.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
let boss: Team
beforeAll(async () => {
  boss = await team({ EPIC_EVENTS_RESIDENT: 'off' })
}, 120_000)
afterAll(() => boss?.machine.remove())

const data = () => join(boss.machine.home, '.local', 'share', 'epic-events')

/** A process that creates a company, stopped while it holds the database. */
async function holder(name: string) {
  const child = await boss.start(['company', 'create', '-n', name])
  for (let free = true; free; ) {
    const lock = await acquireLock(lockIn(data()), { waitMs: 0 })
    free = lock !== undefined
    lock?.release()
    if (child.exitCode !== null) throw new Error('it was faster than we')
    await Bun.sleep(1)
  }
  child.kill('SIGSTOP')
  return child
}

const names = async () =>
  (await boss.json<{ name: string }[]>(['company', 'list', '--limit', '100'])).map(({ name }) => name).sort()

test('the second waits, says so once → 7; the first ends undisturbed', async () => {
  const first = await holder('First')
  try {
    const since = performance.now()
    const second = await boss.run(['company', 'create', '-n', 'Refused'])
    expect(performance.now() - since).toBeLessThan(14_000)
    expect(second).toMatchObject({ code: Exit.unavailable, stdout: '' })
    expect(second.stderr.split(t.usage.waiting)).toHaveLength(2)
    expect(second.stderr).toContain(t.database.locked({ path: data(), seconds: 10 }))
  } finally {
    first.kill('SIGCONT')
  }
  expect(await first.exited).toBe(Exit.ok)
  expect(await names()).toEqual(['First'])
}, 90_000)

test('the second waits until the first has ended → both rows are there', async () => {
  const first = await holder('Third')
  const second = boss.run(['company', 'create', '-n', 'Fourth'])
  await Bun.sleep(1500)
  first.kill('SIGCONT')
  const { code, stderr } = await second
  expect({ code, stderr }).toMatchObject({ code: Exit.ok })
  expect(stderr).toStartWith(`${t.usage.waiting}\n`)
  expect(await first.exited).toBe(Exit.ok)
  expect(await names()).toEqual(['First', 'Fourth', 'Third'])
}, 90_000)

test('a process killed while it holds the database → the next one does not wait', async () => {
  const first = await holder('Killed')
  first.kill('SIGKILL')
  await first.exited
  const since = performance.now()
  await boss.json(['company', 'create', '-n', 'Fifth'])
  expect(performance.now() - since).toBeLessThan(9_000)
  const there = await names()
  expect(there).toContain('Fifth')
  expect(there.filter((name) => name !== 'Killed')).toEqual(['Fifth', 'First', 'Fourth', 'Third'])
}, 90_000)

// On a busy machine each takes seconds, and the last one waits for ten at most.
test('three at once → all succeed, and all rows are there', async () => {
  const wanted = [1, 2, 3].map((n) => `At once ${n}`)
  const runs = await Promise.all(wanted.map((name) => boss.run(['company', 'create', '-n', name])))
  expect(runs.map(({ code, stderr }) => (code === Exit.ok ? code : stderr))).toEqual(Array(3).fill(Exit.ok))
  expect((await names()).filter((name) => name.startsWith('At once'))).toEqual(wanted)
}, 90_000)
