import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, type RunOptions } from '../support/agency.ts'
import { freshDatabase } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { machine } from './machine.ts'

setDefaultTimeout(60_000)

interface Line {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  readonly advice: string | null
}
const checks = ['Configuration', 'Database', 'Migrations', 'Trust', 'Session', 'Clock', 'Terminal']

describe.each(['server', 'embedded'] as const)('on a %s database', (kind) => {
  let agency: Agency
  let manager: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    manager = await agency.person('management', { fullName: 'Alice Martin' })
  })
  afterAll(() => agency.close())

  const report = async (o: RunOptions = {}) => {
    const { code, stdout, stderr } = await agency.run(['doctor', '--json'], { as: manager, ...o })
    const lines = JSON.parse(stdout) as Line[]
    const line = (check: string) => lines.find((one) => one.check === check)
    return { code, stderr, lines, line }
  }

  test('all is well → 0, and every check with its result', async () => {
    const { code, lines, line } = await report()
    expect(code).toBe(Exit.ok)
    expect(lines.map(({ check }) => check)).toEqual(checks)
    expect(lines.every(({ ok, detail }) => ok && detail !== '')).toBe(true)
    expect(line('Session')?.detail).toContain('Alice Martin')
    expect(line('Database')?.detail).toContain('PostgreSQL 1')
  })

  test('nobody logged in → that check says what to do, and the others are good', async () => {
    const { code, stderr, lines } = await report({ as: { ...manager, sessionFile: `${manager.sessionFile}.none` } })
    expect(code).toBe(Exit.unavailable)
    expect(lines.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({ check: 'Session', detail: 'Please login first.', advice: 'epic-events login' }),
    ])
    expect(stderr).toContain('"code":"unavailable"')
  })

  test('a clock that is an hour off → 7', async () => {
    const { code, line } = await report({ now: Date.now() + 3_600_000 })
    expect(code).toBe(Exit.unavailable)
    expect(line('Clock')).toMatchObject({ ok: false, detail: expect.stringMatching(/^3(599|600|601) s/) })
    expect(line('Clock')?.advice).toBeTruthy()
  })

  test('an invalid setting → the other checks run all the same', async () => {
    const { code, lines, line } = await report({ env: { ACCESS_TOKEN_LIFETIME_MINUTES: 'half an hour' } })
    expect(code).toBe(Exit.unavailable)
    expect(line('Configuration')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('ACCESS_TOKEN_LIFETIME_MINUTES'),
    })
    expect(lines.map(({ check }) => check)).toEqual(checks)
    const mended = lines.filter(({ ok }) => !ok).map(({ check, detail }) => [check, detail])
    expect(mended.slice(1)).toEqual([['Session', 'not checked: fix the problem above first']])
  })

  test('a time zone that is not understood → 7 with the variable, and what needs no zone is checked all the same', async () => {
    for (const env of [{ EPIC_EVENTS_TZ: 'Europe/Pariss' }, { EPIC_EVENTS_TZ: '', TZ: ':Europe/Pariss' }]) {
      const { code, lines, line } = await report({ env })
      expect(code).toBe(Exit.unavailable)
      const variable = env.EPIC_EVENTS_TZ ? 'EPIC_EVENTS_TZ' : 'TZ'
      expect(line('Configuration')?.detail).toStartWith(`${variable}: unknown time zone`)
      expect(line('Configuration')?.detail).toEndWith('Did you mean Europe/Paris?')
      expect(lines.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['Configuration', 'Session', 'Terminal'])
    }
  })

  test('the time zone is shown with its offset, because the sign of a name may deceive', async () => {
    const shown = async (env: Record<string, string>) => (await report({ env })).line('Terminal')?.detail
    expect(await shown({ EPIC_EVENTS_TZ: 'Asia/Calcutta' })).toContain('Asia/Calcutta (+05:30)')
    expect(await shown({ EPIC_EVENTS_TZ: 'Etc/GMT+3' })).toContain('Etc/GMT+3 (-03:00)')
    expect(await shown({ EPIC_EVENTS_TZ: '', TZ: 'UTC+3' })).toMatch(/ -03:00 /)
    expect(await shown({ EPIC_EVENTS_TZ: '+05:30' })).toMatch(/ \+05:30 /)
  })

  test('several invalid settings → all in one line, and the other checks run all the same', async () => {
    const env = { EPIC_EVENTS_LANG: 'de', REFRESH_TOKEN_LIFETIME_DAYS: '90', SENTRY_TRACES_SAMPLE_RATE: 'all' }
    const { code, lines, line } = await report({ env })
    expect(code).toBe(Exit.unavailable)
    expect(line('Configuration')?.ok).toBe(false)
    for (const name of Object.keys(env)) expect(line('Configuration')?.detail).toContain(name)
    expect(lines.filter(({ ok }) => !ok)).toHaveLength(1)
  })

  test('variables that look like settings → advice, and the exit code stays', async () => {
    const { code, line } = await report({ env: { EPIC_EVENTS_COLOUR: '1', SENTRY_DNS: 'x', HOST: 'db' } })
    expect(code).toBe(Exit.ok)
    expect(line('Configuration')).toMatchObject({ ok: true })
    expect(line('Configuration')?.advice).toBe(
      'The environment variable EPIC_EVENTS_COLOUR is not a setting and has no effect. The environment variable SENTRY_DNS is not a setting and has no effect. Did you mean SENTRY_DSN?',
    )
  })

  test('a session file that others can read → 7, with the chmod command', async () => {
    chmodSync(manager.sessionFile, 0o644)
    const { code, line } = await report()
    chmodSync(manager.sessionFile, 0o600)
    expect(code).toBe(Exit.unavailable)
    expect(line('Session')).toMatchObject({ ok: false })
    expect(`${line('Session')?.detail} ${line('Session')?.advice}`).toContain(`chmod 600 ${manager.sessionFile}`)
  })

  test('a person → the report in both languages', async () => {
    const english = await agency.run(['doctor'], { as: manager })
    expect(english).toMatchObject({ code: Exit.ok })
    expect(english.stdout).toContain('✓ ok')
    expect(english.stderr).toContain('No problems found.')
    const french = await agency.run(['doctor'], {
      as: { ...manager, sessionFile: '/nowhere/session.json' },
      lang: 'fr',
    })
    expect(french.code).toBe(Exit.unavailable)
    expect(french.stdout).toContain('✓ en ordre')
    expect(french.stdout).toContain('✗ à corriger')
    expect(french.stderr).toContain('1 problème à corriger.')
  })

  test('a terminal → its width is named', async () => {
    const { stdout } = await agency.run(['doctor', '--json'], { as: manager, terminal: 66 })
    expect(stdout).toContain('66 columns')
  })
})

test('a server that logs bound values → told where the secret of a session may be one', async () => {
  const agency = await openAgency('server')
  const manager = await agency.person('management')
  const name = decodeURIComponent(new URL(agency.url ?? '').pathname.slice(1))
  const set = (setting: string) => agency.owner((sql) => sql.unsafe(`alter database "${name}" ${setting}`))
  const advice = async (mode: string, env: Record<string, string> = {}) => {
    const url = { DATABASE_URL: `${agency.url}?sslmode=${mode}` }
    const { stdout } = await agency.run(['doctor', '--json'], { as: manager, env: { ...url, ...env } })
    return (JSON.parse(stdout) as Line[]).find(({ check }) => check === 'Database')?.advice ?? ''
  }
  const told = 'log_parameter_max_length = 0'
  expect(await advice('prefer')).not.toContain(told)
  for (const logged of [
    "log_statement = 'all'",
    'log_min_duration_statement = 0',
    'log_transaction_sample_rate = 0.5',
  ]) {
    await set(`set ${logged}`)
    expect(await advice('prefer')).toContain(told)
    await set(`reset ${logged.split(' ')[0]}`)
  }
  await set('set log_parameter_max_length_on_error = 100')
  expect(await advice('prefer')).toContain(told)
  await set('reset log_parameter_max_length_on_error')
  await set("set log_statement = 'all'")
  // On this machine, unencrypted, no process keeps sessions ready; nor where none may be kept.
  expect(await advice('disable')).not.toContain(told)
  expect(await advice('prefer', { EPIC_EVENTS_RESIDENT: 'off' })).not.toContain(told)
  expect(await advice('disable', { DATABASE_POOLER: 'transaction' })).toContain(told)
  await set('set log_parameter_max_length = 0')
  expect(await advice('prefer')).not.toContain(told)
  await agency.close()
})

describe('a server that is not ready', () => {
  const here = machine()
  afterAll(() => here.close())
  const lines = (stdout: string) => JSON.parse(stdout) as Line[]

  test('an empty database → names db-create', async () => {
    const database = await freshDatabase()
    const { code, stdout } = await here.run(['doctor', '--json'], { env: { DATABASE_URL: database.url() } })
    expect(code).toBe(Exit.unavailable)
    expect(lines(stdout).find(({ check }) => check === 'Database')).toMatchObject({
      ok: false,
      advice: 'epic-events db-create',
    })
    await database.drop()
  })

  test('a server that does not answer → what depends on it is not checked', async () => {
    const gone = await startProxy(undefined)
    await gone.stop()
    const env = { DATABASE_URL: `postgresql://somebody:s3cret@127.0.0.1:${gone.port}/agency` }
    const { code, stdout, stderr } = await here.run(['doctor', '--json'], { env })
    expect(code).toBe(Exit.unavailable)
    const found = lines(stdout)
    expect(found.filter(({ ok }) => ok).map(({ check }) => check)).toEqual(['Configuration', 'Terminal'])
    expect(found.find(({ check }) => check === 'Migrations')?.detail).toContain('not checked')
    expect(stdout + stderr).not.toContain('s3cret')
  })

  test.each([
    ['DATABSE_URL=postgres://a@h/d', 0o600, 'line 2: there is no setting DATABSE_URL. Did you mean DATABASE_URL?'],
    ['SECRET_KEY="x', 0o600, 'line 2: the quotes around the value of SECRET_KEY do not match.'],
    ['POSTGRES_HOST=db', 0o600, 'sets POSTGRES_HOST but no POSTGRES_PASSWORD'],
    ['JWT_KID=v1', 0o644, 'Other users can read the settings file'],
  ])(
    'a settings file that is refused (%s, %o) → every line is printed, and no database is made',
    async (line, mode, said) => {
      const own = machine({ EPIC_EVENTS_DATA_DIR: '', SECRET_KEY: '' })
      const path = join(own.folder, '.env')
      writeFileSync(path, `EPIC_EVENTS_LANG=fr\n${line}\n`)
      chmodSync(path, mode)
      const { code, stdout } = await own.run(['doctor', '--json'], { env: { EPIC_EVENTS_LANG: 'en' } })
      expect(code).toBe(Exit.unavailable)
      const found = lines(stdout)
      expect(found.map(({ check }) => check)).toEqual(checks)
      expect(found[0]?.detail).toContain(said)
      if (mode === 0o644) expect(found[0]?.advice).toBe(`Make it private: chmod 600 ${path}`)
      expect(found.filter(({ ok }) => ok).map(({ check }) => check)).toEqual(['Terminal'])
      for (const command of ['login', 'today', 'whoami', 'db-create', 'demo']) {
        const refused = await own.run([command, ...(command === 'login' ? ['-u', 'x', '--password-stdin'] : [])], {
          env: { EPIC_EVENTS_LANG: 'en' },
          stdin: 'x',
        })
        expect(refused).toMatchObject({ code: Exit.unavailable, stdout: '' })
        expect(refused.stderr.replace(/\s+/g, ' ')).toContain(said)
      }
      expect(readdirSync(own.folder).sort()).toEqual(['.env', 'tmp'])
      own.close()
    },
  )

  test('a DATABASE_URL that cannot be read → 7', async () => {
    const { code, stdout, stderr } = await here.run(['doctor', '--json'], {
      env: { DATABASE_URL: 'mysql://s3cret@db' },
    })
    expect(code).toBe(Exit.unavailable)
    const found = lines(stdout)
    expect(found.map(({ check }) => check)).toEqual(checks)
    expect(found[0]).toMatchObject({ ok: false, detail: expect.stringContaining('DATABASE_URL') })
    expect(found[1]).toMatchObject({ ok: false, detail: 'not checked: fix the problem above first' })
    expect(stdout + stderr).not.toContain('s3cret')
  })

  test('no SECRET_KEY, or a published one → names the command that makes one', async () => {
    const env = { DATABASE_URL: 'postgresql://somebody@127.0.0.1/agency', SECRET_KEY: '' }
    for (const key of ['', 'your_secret_key']) {
      const { code, stdout } = await here.run(['doctor', '--json'], { env: { ...env, SECRET_KEY: key } })
      expect(code).toBe(Exit.unavailable)
      const [first] = lines(stdout)
      expect(first).toMatchObject({ check: 'Configuration', ok: false, detail: expect.stringContaining('SECRET_KEY') })
      expect(first?.advice).toBeTruthy()
    }
  })
})
