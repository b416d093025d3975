/**
 * Four people's scripts at once on a server far away (TLS, a password, a proxy that takes its time), with the compiled program, while commands
 * and brokers are killed, the server ends its sessions, is itself killed and started again, and the network breaks. What each person was told
 * must be so, under that person's name, and nothing may be left when all is over.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { brokersIn } from '../../src/db/broker/place.ts'
import { Exit } from '../../src/errors.ts'
import { mortalServer } from '../support/cluster.ts'
import { send } from '../support/postmaster.ts'
import { seeded } from '../support/power-cut.ts'
import { startProxy } from '../support/proxy.ts'
import { team, teamKey, teamPassword } from '../support/team.ts'
import { contradictions, crowd, kill, people, processesLeft, processesOf } from './people.ts'

/** A write on a network that is frozen waits 9 s, and then asks what became of it, on a network that may be frozen again. */
const hangMs = 20_000

export interface Brokers {
  readonly figures: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

const database = 'epic_events_db'
const login = 'colleagues'
const password = "pâss w'rd%/@:"
/** Milliseconds to the server: to sign in takes six times two of them, and longer than 60 counts as far. */
const distanceMs = 15

/** @param seconds how long it goes on */
export async function brokers(o: { seconds: number; seed: number }): Promise<Brokers> {
  const random = seeded(o.seed)
  const server = await mortalServer({ tls: true, access: [`host all ${login} all scram-sha-256`] })
  const proxy = await startProxy({ host: '127.0.0.1', port: server.port })
  await server.run('postgres', `create database ${database}`)
  const boss = await team({ DATABASE_URL: server.url(database) })
  const { home } = boss.machine
  const folder = brokersIn(join(home, 'epic-events'))
  const tls = `sslmode=verify-full&sslrootcert=${encodeURIComponent(server.authority ?? '')}`
  const url = `postgres://${login}:${encodeURIComponent(password)}@localhost:${proxy.port}/${database}?${tls}`
  const env = (person: string) => ({
    ...{ SECRET_KEY: teamKey, EPIC_EVENTS_RESIDENT: '5', XDG_RUNTIME_DIR: home },
    // Two at a time share a broker.
    DATABASE_URL: `${url}&application_name=${person < 'c' ? 'one' : 'another'}`,
  })
  const { must, run, script, running, isOver, wrong, figures } = await crowd({
    ...{ home, random, seconds: o.seconds, env, hangMs },
  })
  const counts = {
    ...{ 'commands killed': 0, 'brokers killed': 0, 'all sessions ended': 0, 'server killed': 0, 'network cut': 0 },
    ...{ 'network frozen': 0, 'brokers stopped': 0 },
  }
  const seen = new Set<number>()
  const alive = () => processesOf(`--resident server ${folder}`).map(({ pid }) => pid)
  const sessions = async (what: string) => {
    const [row] = await server.run(
      'postgres',
      `select count(*)::integer as n, ${what} as done from pg_stat_activity where usename = '${login}'`,
    )
    return Number(row?.['n'])
  }
  const blows: Readonly<Record<keyof typeof counts, () => unknown>> = {
    'commands killed': () => [...running][Math.floor(random() * running.size)]?.kill('SIGKILL'),
    'brokers killed': () =>
      alive()
        .slice(0, 1 + Math.floor(random() * 2))
        .filter(kill),
    'all sessions ended': () => sessions('count(pg_terminate_backend(pid))'),
    async 'server killed'() {
      await server.kill()
      await Bun.sleep(random() * 1_000)
      await server.start()
    },
    async 'brokers stopped'() {
      const stopped = alive()
      for (const pid of stopped) send('SIGSTOP', pid)
      await Bun.sleep(1_000 + random() * 4_000)
      for (const pid of stopped) send('SIGCONT', pid)
    },
    'network cut': proxy.cut,
    'network frozen': proxy.freeze,
  }
  const often: Readonly<Record<keyof typeof counts, number>> = {
    ...{ 'commands killed': 8, 'brokers killed': 8, 'all sessions ended': 3, 'server killed': 1, 'network cut': 2 },
    ...{ 'network frozen': 1, 'brokers stopped': 1 },
  }
  const urn = Object.entries(often).flatMap(([blow, n]) => Array<keyof typeof counts>(n).fill(blow as never))

  try {
    await server.run(
      database,
      `create role ${login} login password '${password.replaceAll("'", "''")}'; grant epic_events_app to ${login}`,
    )
    for (const one of people) {
      const who = ['-u', `${one}.x`, '-n', one, '-e', `${one}@agency.example`, '-r', 'commercial']
      await boss.json(['user', 'create', ...who, '--password-stdin'], { stdin: `${teamPassword}\n` })
      await must(one, ['login', '-u', `${one}.x`])
    }
    proxy.delay(distanceMs)

    const killer = async () => {
      while (!isOver()) {
        await Bun.sleep(1_000 + random() * 2_000)
        for (const pid of alive()) seen.add(pid)
        const blow = urn[Math.floor(random() * urn.length)] ?? 'commands killed'
        counts[blow] += 1
        await blows[blow]()
      }
    }
    const [told] = await Promise.all([Promise.all(people.map(script)), killer()])

    const last = await run('anne', ['whoami', '--json'])
    if (last.code !== Exit.ok) wrong.push(`nothing happens any more, and yet: ${last.said}`)
    if (seen.size === 0) wrong.push('there was no broker')
    await run('anne', ['whoami'], { env: { EPIC_EVENTS_RESIDENT: 'off' } })
    wrong.push(...(await processesLeft(folder)))
    wrong.push(...readdirSync(folder).map((name) => `socket ${name} is left`))
    for (let waited = 0; (await sessions('0')) > 0 && waited < 5_000; waited += 100) await Bun.sleep(100)
    if ((await sessions('0')) > 0) wrong.push(`${await sessions('0')} sessions are left on the server`)
    const sql = postgres(server.url(database), { max: 1, fetch_types: false, onnotice() {} })
    wrong.push(...(await contradictions(sql, told).finally(() => sql.end())))
    return { figures: { ...figures(), ...counts, 'brokers seen': seen.size }, wrong }
  } finally {
    for (const pid of alive()) kill(pid)
    await proxy.stop()
    await server.stop()
    boss.machine.remove()
  }
}
