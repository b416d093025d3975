/** A command on a server that is 50 ms away, with TLS that is verified and a password (SCRAM). The proxy that takes the time counts round trips. */
import { startProxy, type TcpProxy } from '../support/proxy.ts'
import { compared } from './commands.ts'
import { onServer } from './installation.ts'
import { heads, inShort, type Runner, race, row, timed } from './race.ts'
import { median, rounds, say, table } from './report.ts'

const [awayMs, goals] = [50, { first: 0.92, second: 0.35 }]
/** What a person leaves between two commands, at the least. */
const pauseMs = 1000

export default async function far(): Promise<string[][]> {
  const at = await onServer({ tls: true })
  const proxy = await startProxy({ host: '127.0.0.1', port: at.server.port })
  const count = rounds()
  try {
    await say(`## A command on a server that is ${awayMs} ms away\n`)
    const { psql, server } = at
    const { authority } = server
    if (!psql || !authority) {
      await say('psql or openssl is not installed.\n')
      return []
    }
    proxy.delay(awayMs / 2)
    const parameters = `?sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`
    const there = { host: 'localhost', port: proxy.port, parameters }
    at.connect(there)
    const rows: string[][] = []
    for (const { command, ours, theirs } of compared(at, at)) {
      const trips: number[][] = [[], [], []]
      const runners: Runner[] = [
        // Nothing that an earlier command has prepared is there for the first one.
        { ...ours, before: () => at.quiet() },
        {
          ...ours,
          async before() {
            await timed(ours)
            await Bun.sleep(pauseMs)
          },
        },
        theirs('psql', there),
      ]
      const [first, second, other] = await race(
        runners.map((runner, index) => counting(runner, proxy, trips[index] ?? [])),
        count,
      )
      if (!first || !second || !other) continue
      const [one, two, their] = trips.map(median)
      for (const [which, ours, counted, goal] of [
        ['first', first, one, goals.first],
        ['second', second, two, goals.second],
      ] as const)
        rows.push([
          ...row({ command: `${command}, ${which}`, ours, other: '`psql`', theirs: other, goal }),
          `${counted} : ${their}`,
        ])
    }
    await table([...heads, 'round trips>'], rows)
    await say(
      `PostgreSQL ${at.version} with TLS and SCRAM. The second command comes ${pauseMs / 1000} s after another one. A round trip is a time that the client spoke and was answered; that of TCP comes to it. Medians of ${count} pairs.`,
    )
    await say()
    return ['first', 'second'].map((which, index) => inShort(`${awayMs} ms away, ${which} command`, rows[index]))
  } finally {
    await at.remove()
    await proxy.stop()
  }
}

/** Keeps how many round trips each run takes. What is prepared for the next command after it has ended is not among them. */
function counting(runner: Runner, proxy: TcpProxy, trips: number[]): Runner {
  return {
    ...runner,
    async before() {
      await runner.before?.()
      proxy.resetCount()
    },
    after: () => trips.push(proxy.roundTrips()),
  }
}
