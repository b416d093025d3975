/**
 * Settings that somebody has made for the database or its users with ALTER DATABASE and ALTER ROLE, for another program or by mistake. Every
 * command answers as on a database without them.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../../src/errors.ts'
import { machine } from '../../setup/machine.ts'
import { type Pool, startPool } from '../../support/pool.ts'
import { freshDatabase, type TestDatabase, testServer } from '../../support/postgres.ts'

setDefaultTimeout(120_000)

const hostile = {
  standard_conforming_strings: 'off',
  client_encoding: 'LATIN1',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  row_security: 'off',
  search_path: 'decoy, public',
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'sql_standard',
  bytea_output: 'escape',
  TimeZone: 'Pacific/Chatham',
  extra_float_digits: '-15',
  transform_null_equals: 'on',
  array_nulls: 'off',
  check_function_bodies: 'off',
  quote_all_identifiers: 'on',
  lc_monetary: 'C',
  lc_numeric: 'C',
  client_min_messages: 'debug1',
  statement_timeout: '1ms',
  lock_timeout: '1ms',
  idle_in_transaction_session_timeout: '1ms',
  jit: 'on',
  jit_above_cost: '0',
} as const

/** All in one request, because a new connection would have one millisecond for the next one. */
const made = ({ name: database }: TestDatabase, names: readonly string[]): string =>
  Object.entries(hostile)
    .filter(([name]) => names.includes(name))
    .map(
      ([name, value]) => `alter database "${database}" set ${name} = ${name === 'search_path' ? value : `'${value}'`}`,
    )
    .join(';')

/** What a person does on their first day, as JSON, without what differs by nature. */
async function firstDay(env: Record<string, string>) {
  const here = machine(env)
  const told: { args: string; code: number; told: unknown }[] = []
  const run = async (args: string[], stdin?: string) => {
    const { code, stdout, stderr } = await here.run([...args, '--json'], { uid: 0, ...(stdin ? { stdin } : {}) })
    const text = (stdout || stderr)
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, 'then')
      .replaceAll(/\d\d\/\d\d\/\d{4} \d\d:\d\d/g, 'then')
      .replaceAll(/"operation": ?"[-0-9a-f]{36}"/g, '"operation": "one"')
    const answer = JSON.parse(text.replaceAll(/127\.0\.0\.1:\d+\/\w+/g, 'here')) as unknown
    told.push({ args: args.join(' '), code, told: answer })
  }
  try {
    await run(['db-create'])
    await run(['db-create'])
    const password = 'Sesame-2026\n'
    const person = (name: string) => [
      '-u',
      name,
      '-n',
      `Zoé "\\' ${name}`,
      '-e',
      `${name}@agency.example`,
      '--password-stdin',
    ]
    await run(['manager-create', ...person('the.boss')], password)
    await run(['login', '-u', 'the.boss', '--password-stdin'], password)
    await run(['user', 'create', ...person('seller'), '-r', 'commercial'], password)
    await run(['user', 'create', ...person('helper'), '-r', 'support'], password)
    await run(['company', 'create', '-n', 'Œuvres \\ "É" \'x\' 100 %'])
    await run(['user', 'list'])
    await run(['role', 'view', '2'])
    await run(['audit', 'list'])
    await run(['doctor'])
    await run(['login', '-u', 'seller', '--password-stdin'], password)
    const client = [
      '-n',
      'Kévin \\d Casey',
      '-e',
      'kevin@startup.example',
      '--phone',
      '+678 123 456 78',
      '--company-id',
      '1',
    ]
    await run(['client', 'create', ...client, '--first-contact-date', '18/04/2026'])
    await run(['client', 'update', '1', '--phone', '06 12 34 56 78'])
    await run(['client', 'list'])
    await run(['client', 'create', ...client])
    await run(['refresh'])
    await run(['whoami'])
    await run(['today'])
    await run(['logout'])
    return told
  } finally {
    here.close()
  }
}

const foreign: readonly string[] = [
  'client_encoding',
  'standard_conforming_strings',
  'DateStyle',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
]

let plain: TestDatabase
let strange: TestDatabase
let wanted: Awaited<ReturnType<typeof firstDay>>
beforeAll(async () => {
  plain = await freshDatabase()
  strange = await freshDatabase()
  await strange.run('create schema decoy')
  for (const name of ['users', 'session', 'client', 'pg_class', 'role'])
    await strange.run(`create table decoy.${name} (id text)`)
  await strange.run(made(strange, Object.keys(hostile)))
  wanted = await firstDay({ DATABASE_URL: plain.url() })
})
afterAll(async () => {
  await plain?.drop()
  await strange?.drop()
})

test('the first day without them → all is well', () => {
  expect(wanted.filter(({ code }) => code !== Exit.ok).map(({ args }) => args)).toEqual([
    expect.stringContaining('client create'),
  ])
})

test('the first day with all of them → the same answers', async () => {
  expect(await firstDay({ DATABASE_URL: strange.url() })).toEqual(wanted)
})

describe('behind a transaction pooler', () => {
  let pool: Pool
  let database: TestDatabase
  beforeAll(async () => {
    database = await freshDatabase()
    // These are the pool's own affair: it reports what it found when it connected, and BEGIN comes before our own time-outs.
    await database.run(
      made(
        database,
        Object.keys(hostile).filter((name) => !foreign.includes(name)),
      ),
    )
    pool = await startPool({ port: (await testServer()).port, user: 'postgres', database: database.name })
  })
  afterAll(async () => {
    await pool?.stop()
    await database?.drop()
  })

  test('the same answers', async () => {
    const url = `postgres://postgres@127.0.0.1:${pool.port}/${database.name}`
    // What a refused transaction cannot look up is not told: who already has an address.
    const alike = await freshDatabase()
    const told = await firstDay({ DATABASE_URL: alike.url(), DATABASE_POOLER: 'transaction' })
    await alike.drop()
    expect(await firstDay({ DATABASE_URL: url, DATABASE_POOLER: 'transaction' })).toEqual(told)
  })
})
