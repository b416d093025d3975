/** The bench works: a part of it runs for one round, prints its table, and leaves nothing behind. How long anything takes is not judged. */
import { expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtBinary } from '../support/build.ts'
import { realPsql } from './psql.ts'
import { median, quantile } from './report.ts'

setDefaultTimeout(120_000)

async function bench(parts: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const running = Bun.spawn([process.execPath, join(import.meta.dir, 'run.ts'), ...parts], {
    env: { ...process.env, BENCH_ROUNDS: '1', ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [stdout, stderr] = await Promise.all([new Response(running.stdout).text(), new Response(running.stderr).text()])
  return { code: await running.exited, stdout, stderr, pid: running.pid }
}

test('one round of the cold commands → a row of each, and nothing is left', async () => {
  await builtBinary()
  const { code, stdout, stderr, pid } = await bench(['cold'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const rows = stdout.split('\n').filter((line) => line.startsWith('| `'))
  const commands = rows.map((row) => row.split(' | ')[0])
  expect(commands).toContain('| `--help`')
  if (realPsql()) expect(commands).toContain('| `event assign_support`')
  for (const row of rows) expect(row).toMatch(/\*\*\d+\.\d\d\*\*/)
  expect(stdout).toMatch(/PostgreSQL \d+/)
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`epic-${pid}-`))
  for (let waited = 0; waited < 20_000 && left().length > 0; waited += 100) await Bun.sleep(100)
  expect(left()).toEqual([])
})

test('a part that does not exist, rounds that are no number → an error, and nothing is measured', async () => {
  const unknown = await bench(['warm'])
  expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 2, stdout: '' })
  expect(unknown.stderr).toContain('cold, embedded, far, startup')
  const nonsense = await bench(['cold'], { BENCH_ROUNDS: 'many' })
  expect(nonsense.code).not.toBe(0)
  expect(nonsense.stderr).toContain('BENCH_ROUNDS')
})

test('the psql that is compared with is a program, not a script around it', () => {
  const psql = realPsql()
  if (!psql) return // Nothing is compared where it is not installed.
  expect(psql.version).toMatch(/^\d+/)
  expect(psql.path).not.toBe(psql.wrapper)
})

test('medians and quarters', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(3)
  expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20)
  expect(quantile([10, 20, 30, 40, 50], 0.75)).toBe(40)
  expect(quantile([7], 1)).toBe(7)
  expect(median([])).toBeNaN()
})
