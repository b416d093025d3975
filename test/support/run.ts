/**
 * What belongs to one run of the tests: a folder that all its processes share, and the end of everything that they leave in it.
 *
 * `bun test --parallel` hands the test files to worker processes and kills what a file has started, a plain `bun test` fires no exit
 * event, and either of them may be killed. For these reasons the end of a run does not depend on any of its processes: a shell in a
 * session of its own waits until the first process of the run is gone. Then it stops the servers and removes the folder.
 */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The process whose end is the end of the run: `bun test` itself, and in one of its workers the process that has started the worker. */
const owner = process.env['BUN_TEST_WORKER_ID'] ? process.ppid : process.pid

/**
 * The folder of this run; preload.ts makes it the folder for temporary files of the tests. Any account may enter it, because as root the
 * tests run PostgreSQL under another account. Its path is short, since the path of a Unix socket may have 100 characters only.
 */
export const runFolder = join(traversableTemp(), `epic-${owner}-${startOf(owner)}`)

/** Makes the folder of the run, unless another process of the run has made it. The one that makes it starts the shell that removes it. */
export function openRun(): void {
  if (made(runFolder)) startSweeper()
}

function made(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Starts the shell that waits for the end of the run. Whoever starts a server does it in `pg-*` below the folder of the run. */
function startSweeper(): void {
  // A process that nobody has waited for yet is dead all the same.
  const script = `owner=$1; folder=$2
    alive() { kill -0 "$1" && ! grep -qs '^State:.*Z' "/proc/$1/status"; }
    while alive "$owner"; do sleep 0.5; done
    pids=
    for file in "$folder"/pg-*/data/postmaster.pid; do
      read -r pid <"$file" && kill -QUIT "$pid" && pids="$pids $pid"
    done
    for pid in $pids; do
      tries=100
      while alive "$pid" && [ $tries -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
    done
    rm -rf "$folder"`
  // Bun kills the children of a test file, but not their children: the shell becomes one of the latter.
  const command = ['sh', '-c', 'sh -c "$@" >/dev/null 2>&1 &', 'sweeper', script, 'sweeper', `${owner}`, runFolder]
  Bun.spawnSync(command, { cwd: '/', stdio: ['ignore', 'ignore', 'ignore'], detached: true })
}

/** When the process started, in the system's own unit: process ids are used again, and a folder may have been left by a machine that fell. */
function startOf(pid: number): string {
  const stat = `/proc/${pid}/stat`
  if (existsSync(stat)) {
    // The second field, the name in parentheses, may hold spaces; the start is the twentieth after it.
    const fields = readFileSync(stat, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return Number(fields[19]).toString(36)
  }
  const { stdout } = Bun.spawnSync(['ps', '-o', 'lstart=', '-p', `${pid}`])
  return Bun.hash.crc32(stdout).toString(36)
}

/** Whether any account can reach what lies in this folder. */
export function traversable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || traversable(dirname(folder))
}

/** @throws Error no folder for temporary files can be reached by the account of PostgreSQL */
function traversableTemp(): string {
  const places = [tmpdir(), '/tmp', '/var/tmp']
  const found = places.find((folder) => existsSync(folder) && (process.getuid?.() !== 0 || traversable(folder)))
  if (!found) throw new Error(`The account of PostgreSQL can reach none of ${places.join(', ')}.`)
  return found
}
