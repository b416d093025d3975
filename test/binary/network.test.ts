/** Failures of the network: the compiled program answers 7 and a sentence in time. It never hangs and shows no stack trace. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import { Exit } from '../../src/errors.ts'
import { migratedTemplate } from '../support/migrated.ts'
import { freePort, freshDatabase, type TestDatabase, testServer } from '../support/postgres.ts'
import { startProxy, type TcpProxy } from '../support/proxy.ts'
import { type Team, team } from '../support/team.ts'

setDefaultTimeout(60_000)

let database: TestDatabase
let boss: Team
let port: number
beforeAll(async () => {
  database = await freshDatabase({ template: await migratedTemplate() })
  port = (await testServer()).port
  boss = await team({ DATABASE_URL: database.url() })
  await boss.json(['company', 'create', '-n', 'First'])
}, 120_000)
afterAll(async () => {
  boss?.machine.remove()
  await database?.drop()
})

const url = (ports: readonly number[], parameters = '') =>
  `postgres://postgres@${ports.map((one) => `127.0.0.1:${one}`).join(',')}/${database.name}${parameters}`

/** Runs a command against this URL. @returns its result, and how many milliseconds it took */
async function at(DATABASE_URL: string, args: readonly string[] = ['company', 'list', '--json']) {
  const since = performance.now()
  const ran = await boss.run(args, { env: { DATABASE_URL } })
  expect(ran.stderr).not.toMatch(/^\s+at /m)
  return { ...ran, ms: performance.now() - since }
}
/** Milliseconds: the program gives up after 9 s. To start it takes a second, and three while other tests keep the machine busy. */
const givenUp = 12_000
const proxied = (): Promise<TcpProxy> => startProxy({ host: '127.0.0.1', port })

test('a backend that is ended in the middle of a statement', async () => {
  const waiting = "wait_event_type = 'Lock' and datname = current_database()"
  await database.run(`alter table epic_events.company disable trigger user`) // the lock alone is tested here
  const holder = database.run(`begin; lock table epic_events.company; select pg_sleep(1.5); commit`)
  const ran = at(database.url(), ['company', 'create', '-n', 'Never'])
  for (let ended = false; !ended; ) {
    await Bun.sleep(20)
    const rows = await database.run(`select pg_terminate_backend(pid) from pg_stat_activity where ${waiting}`)
    ended = rows.length > 0
  }
  await holder
  await database.run(`alter table epic_events.company enable trigger user`)
  const { code, stdout, stderr, ms } = await ran
  expect({ code, stdout, stderr }).toMatchObject({ code: Exit.unavailable, stdout: '' })
  expect(stderr).toMatch(/was not saved|Nothing was saved/)
  expect(ms).toBeLessThan(givenUp)
  expect(await boss.json<unknown[]>(['company', 'list'])).toHaveLength(1)
}, 60_000)

test('hosts that refuse, stay silent or hang up → 7 after nine seconds for all of them together', async () => {
  const [silent, mute, closing] = [
    await startProxy(undefined),
    await startProxy(undefined),
    await startProxy(undefined, { closes: true }),
  ]
  const nobody = await freePort()
  const dead = [[nobody], [silent.port], [closing.port], [silent.port, mute.port], [nobody, closing.port, silent.port]]
  const runs = await Promise.all(dead.map((ports) => at(url(ports))))
  for (const [index, { code, stdout, stderr, ms }] of runs.entries()) {
    expect({ index, code, stdout }).toEqual({ index, code: Exit.unavailable, stdout: '' })
    // A slow command writes progress lines above the error.
    const { error } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(error.message.length).toBeGreaterThan(20)
    expect(ms).toBeLessThan(givenUp)
  }
  const standby = await at(url([port], '?target_session_attrs=standby'))
  expect(standby).toMatchObject({ code: Exit.unavailable })
  expect(standby.ms).toBeLessThan(5_000)
  await Promise.all([silent.stop(), mute.stop(), closing.stop()])
}, 60_000)

// The following wait for one time-out each, so they wait at the same time.

test.concurrent('a silent host → leaves enough time for the next one', async () => {
  const silent = await startProxy(undefined)
  // It lists roles, because the other tests change the companies at this moment.
  const { code, stdout, ms } = await at(url([silent.port, port]), ['role', 'list', '--json'])
  expect({ code, rows: JSON.parse(stdout).length }).toEqual({ code: Exit.ok, rows: 3 })
  expect(ms).toBeLessThan(givenUp)
  await silent.stop()
}, 60_000)

/** A server that was stopped, and whose queue is full: the system neither accepts nor refuses who comes. */
async function stoppedAndFull() {
  const listens = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    require('node:fs').writeSync(1, this.address().port + '')
  })`
  const stopped = Bun.spawn([process.execPath, '-e', listens], { stdout: 'pipe', stdin: 'ignore' })
  const { value } = await stopped.stdout.getReader().read()
  const port = Number(new TextDecoder().decode(value))
  stopped.kill('SIGSTOP')
  const inQueue: Socket[] = []
  for (let accepted = true; accepted && inQueue.length < 600; ) {
    const one = connect({ host: '127.0.0.1', port })
    inQueue.push(one)
    accepted = await Promise.race([
      new Promise<boolean>((resolve) => one.once('connect', () => resolve(true))),
      Bun.sleep(500).then(() => false),
    ])
  }
  return {
    port,
    stop() {
      for (const one of inQueue) one.destroy()
      stopped.kill('SIGKILL')
    },
  }
}

test.concurrent('a server that was stopped and takes nobody any more → 7, and the process ends', async () => {
  const full = await stoppedAndFull()
  const { code, stderr, ms } = await at(url([full.port]))
  full.stop()
  expect(code).toBe(Exit.unavailable)
  expect(stderr).toContain('did not answer within 9 s')
  expect(ms).toBeLessThan(givenUp)
}, 60_000)

test.concurrent('a server that falls silent after the login → 7', async () => {
  const proxy = await proxied()
  proxy.swallowAnswerAfter('epic_events_api.company')
  const { code, stdout, ms } = await at(url([proxy.port]))
  expect({ code, stdout }).toEqual({ code: Exit.unavailable, stdout: '' })
  expect(ms).toBeLessThan(givenUp)
  await proxy.stop()
}, 60_000)

test.concurrent('the answer to a write never comes → the program asks the database and says whether the write was applied', async () => {
  const proxy = await proxied()
  proxy.swallowAnswerAfter('Swallowed')
  const { code, stdout, stderr, ms } = await at(url([proxy.port]), ['company', 'create', '-n', 'Swallowed'])
  expect({ code, stdout }).toEqual({ code: Exit.unavailable, stdout: '' })
  expect(stderr).toContain('but the change was saved.')
  expect(ms).toBeLessThan(14_000)
  await proxy.stop()
  expect((await boss.json<{ name: string }[]>(['company', 'list'])).map(({ name }) => name)).toEqual([
    'First',
    'Swallowed',
  ])
}, 60_000)
