/**
 * A list of 100 000 records read by a program that sleeps and calls the program itself: on the embedded database, on a server, and through
 * a pool of one connection. Nothing may wait for the reader, nothing may be cut or doubled, and memory may not grow with the rows.
 */

import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SQL } from 'bun'
import { Exit } from '../../src/errors.ts'
import { sampleMachine } from '../binary/sample.ts'
import { builtBinary } from '../support/build.ts'
import { startPool } from '../support/pool.ts'
import { freshDatabase, testServer } from '../support/postgres.ts'
import { team, teamPassword } from '../support/team.ts'

const records = 100_000
/** How often the reader stops reading. */
const pauses = 10
/** What a slow reader may cost in memory, in megabytes: a piece of rows, its text, and engines that are not collected yet. */
const allowance = { embedded: 300, server: 150, pool: 150 } as const

type Way = keyof typeof allowance

/** How the program read with one way to the database. */
export interface Read {
  readonly way: Way
  readonly lines: number
  /** The most memory (resident set), in megabytes: with a reader that takes everything at once, and with a slow one. */
  readonly megabytes: { readonly quick: number; readonly slow: number }
  readonly wrong: readonly string[]
}

/** Reads the list in all three ways. */
export async function slowReaders(): Promise<Read[]> {
  const binary = await builtBinary()
  const machine = await sampleMachine(records)
  const [database, { port }] = [await freshDatabase(), await testServer()]
  const url = `postgres://postgres@127.0.0.1:${port}/${database.name}`
  const boss = await team({ DATABASE_URL: url })
  const pool = await startPool({ port, user: 'postgres', database: database.name })
  try {
    const seller = ['user', 'create', '-u', 'a.seller', '-n', 'A Seller', '-e', 'seller@agency.example']
    const { id } = await boss.json([...seller, '-r', 'commercial', '--password-stdin'], { stdin: `${teamPassword}\n` })
    const owner = new SQL(url)
    await owner`insert into epic_events.client (full_name, email, commercial_id)
      select 'Client x' || n, 'client' || n || '@x.example', ${Number(id)} from generate_series(1, ${records}::integer) n`
    await owner.close()
    const { home: HOME } = machine
    const pooled = url.replace(String(port), String(pool.port))
    return [
      await read('embedded', binary, { PATH: Bun.env['PATH'] ?? '', HOME, TMPDIR: HOME, LANG: 'C.UTF-8' }),
      await read('server', binary, boss.env),
      await read('pool', binary, { ...boss.env, DATABASE_URL: pooled, DATABASE_POOLER: 'transaction' }),
    ]
  } finally {
    await pool.stop()
    machine.remove()
    boss.machine.remove()
  }
}

/** What /proc says of a process; nothing once it has ended. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

async function read(way: Way, binary: string, env: Readonly<Record<string, string>>): Promise<Read> {
  const home = env['HOME'] ?? '/'
  const [fifo, quickly, slowly] = [join(home, `${way}.fifo`), join(home, `${way}.quick`), join(home, `${way}.slow`)]
  const list = async (stdout: Bun.BunFile | number) => {
    const run = Bun.spawn([binary, 'client', 'list', '--limit', '0', '--format', 'csv', '--quiet'], {
      ...{ cwd: home, env: { ...env }, stdin: 'ignore', stdout, stderr: 'inherit' },
    })
    // The program alone writes: when it ends, its reader reads the end.
    if (typeof stdout === 'number') closeSync(stdout)
    let kilobytes = 0
    // The most that it ever had, as Linux counts it. What `resourceUsage` says begins with the memory of the process that started it.
    const look = setInterval(() => {
      const [, most = '0'] = /^VmHWM:\s*(\d+)/m.exec(statusOf(run.pid)) ?? []
      kilobytes = Math.max(kilobytes, Number(most))
    }, 50)
    const code = await run.exited
    clearInterval(look)
    return { code, megabytes: Math.round(kilobytes / 1000) }
  }
  const quick = await list(Bun.file(quickly))
  Bun.spawnSync(['mkfifo', fifo])
  const every = Math.round(records / pauses)
  const script = `n=0; while IFS= read -r line; do printf '%s\\n' "$line"; n=$((n+1)); if [ $((n % ${every})) = 1 ]; then
    sleep 0.3; "${binary}" client view 8 --quiet </dev/null >/dev/null; echo "$?" >&2; fi; done < ${fifo} > ${slowly}`
  const reader = Bun.spawn(['bash', '-c', script], {
    ...{ cwd: home, env: { ...env }, stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' },
  })
  const slow = await list(openSync(fifo, 'w'))
  const inner = (await new Response(reader.stderr).text()).trim().split('\n')
  await reader.exited
  const [whole, hindered] = [await Bun.file(quickly).text(), await Bun.file(slowly).text()]
  return {
    way,
    lines: hindered.split('\n').length - 1,
    megabytes: { quick: quick.megabytes, slow: slow.megabytes },
    wrong: [
      ...inner
        .filter((code) => code !== String(Exit.ok))
        .map((said) => `${way}: a command inside of the loop: ${said}`),
      ...(quick.code === Exit.ok && slow.code === Exit.ok ? [] : [`${way}: exit ${quick.code} and ${slow.code}`]),
      ...(whole === hindered && whole.split('\n').length > records ? [] : [`${way}: not the same rows`]),
      ...(slow.megabytes <= quick.megabytes + allowance[way] ? [] : [`${way}: ${slow.megabytes} MB of memory`]),
    ],
  }
}
