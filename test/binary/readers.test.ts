/**
 * Nobody who reads a list holds the database: not a pipe, not a program in a loop over its lines, not a terminal that is paused. The
 * compiled program on the embedded database, on a server, and through a pool whose one connection goes from hand to hand. That others
 * waited for a pager or a loop was reported of larkery/zsh-histdb#16, freebsd/pkg#1222 and lemon24/reader#10.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { SQL } from 'bun'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { migratedTemplate } from '../support/migrated.ts'
import { type Pool, startPool } from '../support/pool.ts'
import { freshDatabase, testServer } from '../support/postgres.ts'
import { type Team, team, teamPassword } from '../support/team.ts'
import { type Machine, many, sampleMachine } from './sample.ts'

setDefaultTimeout(60_000)

type Shell = (line: string) => Promise<{ code: number; stdout: string; stderr: string }>

/** A shell in which `epic-events` is the program. */
function shellWith(binary: string, env: Readonly<Record<string, string>>): Shell {
  return async (line) => {
    const run = Bun.spawn(['bash', '-c', `epic-events() { "${binary}" "$@"; }; ${line}`], {
      ...{ cwd: env['HOME'] ?? '/', env: { ...env }, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
    })
    const [stdout, stderr, code] = await Promise.all([
      new Response(run.stdout).text(),
      new Response(run.stderr).text(),
      run.exited,
    ])
    return { code, stdout, stderr }
  }
}

/** How the program reaches its database. */
const ways = ['embedded', 'server', 'pool'] as const
const shells = new Map<string, Shell>()
const all = 'epic-events client list --limit 0 --format csv'
let machine: Machine
let boss: Team
let pool: Pool
let owner: SQL

beforeAll(async () => {
  const binary = await builtBinary()
  machine = await sampleMachine(many)
  const { home: HOME } = machine
  shells.set('embedded', shellWith(binary, { PATH: Bun.env['PATH'] ?? '', HOME, TMPDIR: HOME, LANG: 'C.UTF-8' }))
  const [database, { port }] = [await freshDatabase({ template: await migratedTemplate() }), await testServer()]
  const url = `postgres://postgres@127.0.0.1:${port}/${database.name}`
  boss = await team({ DATABASE_URL: url })
  const seller = [
    'user',
    'create',
    '-u',
    'a.seller',
    '-n',
    'A Seller',
    '-e',
    'seller@agency.example',
    '-r',
    'commercial',
  ]
  const { id } = await boss.json([...seller, '--password-stdin'], { stdin: `${teamPassword}\n` })
  owner = new SQL(url)
  await owner`insert into epic_events.client (full_name, email, commercial_id)
    select 'Client x' || n, 'client' || n || '@x.example', ${Number(id)} from generate_series(1, ${many}::integer) n`
  shells.set('server', shellWith(binary, boss.env))
  pool = await startPool({ port, user: 'postgres', database: database.name })
  const pooled = url.replace(String(port), String(pool.port))
  shells.set('pool', shellWith(binary, { ...boss.env, DATABASE_URL: pooled, DATABASE_POOLER: 'transaction' }))
}, 240_000)
afterAll(async () => {
  await owner?.close()
  await pool?.stop()
  boss?.machine.remove()
  machine?.remove()
})

describe.each(ways.map((way) => [way]))('%s', (way) => {
  const shell: Shell = (line) => (shells.get(way) as Shell)(line)

  test('a loop over the lines that calls the program → it never waits, and the list is whole', async () => {
    const whole = await shell(all)
    expect(whole.stdout.trimEnd().split('\n').length).toBeGreaterThan(many)
    const loop = await shell(
      `${all} | { n=0; while IFS= read -r line; do printf '%s\\n' "$line"; n=$((n+1)); if [ $((n % 1000)) = 1 ]; then
        epic-events client view 8 --quiet </dev/null >&2; echo "inner $?" >&2; fi; done; echo "outer \${PIPESTATUS[0]}" >&2; }`,
    )
    expect(loop.stdout).toBe(whole.stdout)
    expect(Array.from(loop.stderr.matchAll(/^inner (\d+)$/gm), ([, code]) => Number(code))).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('a reader that takes nothing more for a while → others read and write meanwhile', async () => {
    for (const form of ['--json', '']) {
      const unhindered = (await shell(`epic-events client list --limit 0 ${form}`)).stdout
      const { stdout, stderr, code } = await shell(
        `set -o pipefail; epic-events client list --limit 0 ${form} | { IFS= read -r first; printf '%s\\n' "$first"
          epic-events company list >/dev/null </dev/null; echo "inner $?" >&2; cat; }`,
      )
      expect({ form, code, same: stdout === unhindered }).toEqual({ form, code: Exit.ok, same: true })
      expect(stderr).toContain(`inner ${Exit.ok}`)
    }
  })

  test('a list of fixed length longer than one piece is whole, in order, and without repetition', async () => {
    const ids = (await shell('epic-events client list --limit 2500 --quiet')).stdout.trimEnd().split('\n').map(Number)
    expect(ids).toHaveLength(2_500)
    expect(ids.every((id, at) => at === 0 || id > Number(ids[at - 1]))).toBe(true)
    const next = await shell(`epic-events client list --limit 2 --quiet --after ${ids.at(-1)}`)
    expect(next.stdout).toBe(`${Number(ids.at(-1)) + 1}\n${Number(ids.at(-1)) + 2}\n`)
  })
})

test('a reader that takes its time → the server has no connection of the list', async () => {
  // The reader takes two lines, then waits until the test has seen enough.
  const script = `exec 3<&0; "${await builtBinary()}" client list --limit 0 --json </dev/null |
    { read -r a; read -r b; cat <&3 >/dev/null; }`
  const reading = Bun.spawn(['bash', '-c', script], {
    ...{ cwd: boss.machine.home, env: { ...boss.env }, stdin: 'pipe', stdout: 'ignore', stderr: 'ignore' },
  })
  try {
    const connected = async () => {
      const [row] = await owner`select count(*)::integer as n from pg_stat_activity
        where datname = current_database() and application_name = 'epic-events'`
      return row.n as number
    }
    while ((await connected()) === 0) await Bun.sleep(5)
    while ((await connected()) > 0) await Bun.sleep(20)
    // The list is not at its end: it waits for its reader, and for nothing else.
    expect(reading.exitCode).toBeNull()
  } finally {
    await reading.stdin.end()
    await reading.exited
  }
})

test('a terminal that is paused with Ctrl-S → the embedded database is free, and nothing is cut', async () => {
  const { stdout } = await (shells.get('embedded') as Shell)('epic-events client list --limit 0 --quiet')
  await using p = machine.terminal('client list --limit 0 --quiet')
  p.type('\x13')
  const other = await machine.run(['client', 'view', '8', '--quiet'])
  expect(other.code).toBe(Exit.ok)
  p.type('\x11')
  expect(await p.ended()).toBe(Exit.ok)
  expect(p.output().replaceAll('\r\n', '\n')).toEndWith(stdout)
})
