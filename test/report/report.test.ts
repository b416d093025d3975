/** What is sent to Sentry, received by a server of the tests: bugs and audit events, and no personal data. */

import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine } from '../../src/command/command-line.ts'
import { Exit } from '../../src/errors.ts'
import { explain } from '../../src/run.ts'
import { digest } from '../../src/session/password.ts'
import { readGlobalOptions } from '../../src/terminal/globals.ts'
import { type Agency, openAgency, type Person, password, secretKey } from '../support/agency.ts'
import { type Ingest, startIngest } from '../support/ingest.ts'

setDefaultTimeout(60_000)

let agency: Agency
let ingest: Ingest
let manager: Person
let commercial: Person
const folder = mkdtempSync(join(tmpdir(), 'epic-events-report-'))

beforeAll(async () => {
  agency = await openAgency('server')
  ingest = startIngest()
  manager = await agency.person('management', { fullName: 'Canary Manager' })
  commercial = await agency.person('commercial', { fullName: 'Canary Commercial' })
  await agency.owner((sql) =>
    sql.unsafe(`create function public.broken() returns trigger language plpgsql as $$
    begin raise division_by_zero using message = 'canary ' || new.name, detail = 'canary ' || new.name; end $$;
    create trigger e_broken before insert on epic_events.company for each row execute function public.broken()`),
  )
}, 60_000)
afterAll(async () => {
  await ingest.stop()
  await agency.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => void ingest.take())

const run = (argv: string[], as: Person, o: { stdin?: string; dsn?: string } = {}) =>
  agency.run(argv, {
    as,
    env: { SENTRY_DSN: o.dsn ?? ingest.dsn, SENTRY_ENVIRONMENT: 'test', SENTRY_TRACES_SAMPLE_RATE: '1' },
    ...(o.stdin ? { stdin: o.stdin } : {}),
  })

const newUser = [
  'user',
  'create',
  '-u',
  'canary.user',
  '-n',
  'Canary Newcomer',
  '-e',
  'canary@agency.example',
  '-r',
  'support',
  '--password-stdin',
]

test('a bug → its type, its place and the command are sent; neither its message nor what was typed', async () => {
  const { code, stderr } = await run(['company', 'create', '--name', 'Canary & Sons'], manager)
  expect(code).toBe(Exit.internal)
  expect(stderr).not.toContain('anary')
  const [event, ...more] = ingest.take()
  expect(more).toEqual([])
  expect(event?.tags).toEqual({ command: 'company create' })
  const [error] = event?.exception?.values ?? []
  expect(error?.type).toBe('PostgresError')
  expect(error?.value).toBe('')
  expect(error?.stacktrace?.frames.length).toBeGreaterThan(2)
  expect(Object.keys(event ?? {}).sort()).toEqual([
    'environment',
    'event_id',
    'exception',
    'level',
    'platform',
    'release',
    'sdk',
    'tags',
    'timestamp',
  ])
  expect(event?.['environment']).toBe('test')
})

test('an error that quotes what it refuses → neither Sentry nor --verbose gets the quotation', async () => {
  const quoting = [
    () => Temporal.Instant.from('canary 0044-03-15 BC'),
    () => JSON.parse('canary'),
    () => Temporal.Instant.from('2026-06-12T12:00Z').toZonedDateTimeISO('canary'),
    () => new Intl.NumberFormat('canary value'),
  ]
  for (const fail of quoting) {
    const { app, err } = agency.app({ as: manager, env: { SENTRY_DSN: ingest.dsn } })
    const argv = ['client', 'list', '--verbose']
    const error = await Promise.resolve()
      .then(fail)
      .catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('canary')
    expect(await explain(error, commandLine(argv, readGlobalOptions(argv), app), app)).toBe(Exit.internal)
    await app.close()
    expect(err.text()).not.toContain('canary')
    expect(err.text()).toContain((error as Error).name)
    const [event] = ingest.take()
    expect(event?.exception?.values?.[0]).toMatchObject({ type: (error as Error).name, value: '' })
    expect(JSON.stringify(event)).not.toContain('canary')
  }
  // What speaks of code is kept.
  const { app, err } = agency.app({ as: manager, env: { SENTRY_DSN: ingest.dsn } })
  const argv = ['client', 'list', '--verbose']
  await explain(
    new TypeError("undefined is not an object (evaluating 'row.id')"),
    commandLine(argv, readGlobalOptions(argv), app),
    app,
  )
  await app.close()
  expect(err.text()).toContain("TypeError: undefined is not an object (evaluating 'row.id')")
  expect(ingest.take()[0]?.exception?.values?.[0]?.value).toBe("undefined is not an object (evaluating 'row.id')")
})

test('a refusal → nothing is sent', async () => {
  expect((await run(['company', 'view', '999'], manager)).code).toBe(Exit.notFound)
  expect((await run(['user', 'list'], commercial)).code).toBe(Exit.forbidden)
  expect((await run(['user', 'lst'], manager)).code).toBe(Exit.usage)
  expect(ingest.take()).toEqual([])
})

const sent = () => ingest.take().map(({ message, tags }) => [message, tags?.['id']])

test('a user created, updated or deleted → the id is sent and no more', async () => {
  expect((await run(newUser, manager, { stdin: `${password}\n` })).code).toBe(Exit.ok)
  const [[made, id] = []] = [sent()[0]]
  expect(made).toBe('user.created')
  expect((await run(['user', 'update', `${id}`, '-n', 'Canary Renamed'], manager)).code).toBe(Exit.ok)
  expect(sent()).toEqual([['user.updated', id]])
  expect((await run(['user', 'update', `${id}`, '-n', 'Canary Renamed'], manager)).code).toBe(Exit.ok)
  expect(sent()).toEqual([]) // nothing changed
  expect(
    (await run(['user', 'update-password', `${id}`, '--password-stdin'], manager, { stdin: 'Canary-2026\n' })).code,
  ).toBe(Exit.ok)
  expect(sent()).toEqual([['user.updated', id]])
  expect((await run(['user', 'delete', `${id}`, '--yes'], manager)).code).toBe(Exit.ok)
  expect(sent()).toEqual([['user.deleted', id]])
  expect((await run(['user', 'delete', `${id}`, '--yes'], manager)).code).toBe(Exit.notFound)
  expect(sent()).toEqual([])
})

test('a contract signed, at its creation or later → sent once', async () => {
  const client = ['client', 'create', '-n', 'Canary Client', '-e', 'canary@client.example', '-p', '06 12 34 56 78']
  expect((await run(client, commercial)).code).toBe(Exit.ok)
  const contract = ['contract', 'create', '--client-id', '1', '--total-amount', '31415.92']
  expect((await run(contract, commercial)).code).toBe(Exit.ok)
  expect(sent()).toEqual([])
  expect((await run(['contract', 'update', '1', '--is-signed'], commercial)).code).toBe(Exit.ok)
  expect(sent()).toEqual([['contract.signed', 1]])
  expect((await run(['contract', 'update', '1', '--is-signed'], commercial)).code).toBe(Exit.ok)
  expect((await run(['contract', 'update', '1', '--remaining-amount', '5'], commercial)).code).toBe(Exit.ok)
  expect((await run(['contract', 'update', '1', '--remaining-amount', '99999'], commercial)).code).toBe(Exit.refused)
  expect(sent()).toEqual([])
  expect((await run([...contract, '--is-signed'], commercial)).code).toBe(Exit.ok)
  expect(sent()).toEqual([['contract.signed', 2]])
})

test('all that was sent → holds no personal data', () => {
  const sent = ingest.bodies.join('\n')
  expect(ingest.bodies.length).toBeGreaterThanOrEqual(7)
  const { secret, username, sessionFile } = manager
  const tokens = JSON.parse(readFileSync(sessionFile, 'utf8')) as { access_token: string; refresh_token: string }
  const canaries = [
    ...[
      /canary/i,
      password,
      digest(password),
      'Canary-2026',
      '$2b$',
      '$2a$',
      secret,
      tokens.access_token,
      tokens.refresh_token,
    ],
    ...[secretKey, username, commercial.username, agency.url ?? '', 'postgres://', '31415', '+33612345678', '06 12 34'],
    ...[folder, process.cwd(), sessionFile, Bun.env['HOME'] ?? '/root/', 'hostname', 'server_name'],
  ]
  for (const canary of canaries) expect(sent).not.toMatch(typeof canary === 'string' ? literally(canary) : canary)
})
const literally = (text: string) => new RegExp(text.replaceAll(/[^\w]/g, '\\$&'))

test.each([
  ['is away', 'http://publickey@127.0.0.1:9/1'],
  ['makes no sense', 'no DSN at all'],
])('a Sentry that %s → changes neither the exit code nor the output', async (_, dsn) => {
  const { code, stderr, stdout } = await run(
    ['contract', 'create', '--client-id', '1', '--total-amount', '5', '--is-signed', '--json'],
    commercial,
    { dsn },
  )
  expect({ code, stderr: stderr.replaceAll(/\d+/g, 'N') }).toEqual({
    code: Exit.ok,
    stderr: '✓ Contract N (Canary Client) created.\n',
  })
  expect(JSON.parse(stdout).is_signed).toBe(true)
})

test('a Sentry that does not answer → costs two seconds at most', async () => {
  const slow = startIngest({ delayMs: 20_000 })
  const begun = performance.now()
  const { code } = await run(
    ['contract', 'create', '--client-id', '1', '--total-amount', '5', '--is-signed'],
    commercial,
    { dsn: slow.dsn },
  )
  expect(code).toBe(Exit.ok)
  expect(performance.now() - begun).toBeLessThan(4_000)
  await slow.stop()
}, 10_000)

test('without a DSN → nothing of @sentry is loaded; with one → only when there is something to send', async () => {
  const loaded = async (argv: string[], dsn: string) => {
    const mark = join(folder, crypto.randomUUID())
    const program = Bun.spawn(
      [
        process.execPath,
        '--preload',
        join(import.meta.dir, 'watch-sentry.ts'),
        join(import.meta.dir, '../../src/main.ts'),
        ...argv,
      ],
      {
        cwd: folder,
        env: {
          PATH: Bun.env['PATH'],
          HOME: folder,
          SENTRY_LOADED: mark,
          SENTRY_DSN: dsn,
          DATABASE_URL: agency.url,
          SECRET_KEY: secretKey,
          TEMP_FILE_PATH: commercial.sessionFile,
          EPIC_EVENTS_TZ: 'Europe/Paris',
        },
        stdout: 'ignore',
        stderr: 'pipe',
      },
    )
    const stderr = await new Response(program.stderr).text()
    return { code: await program.exited, stderr, sentry: existsSync(mark) }
  }
  const sign = ['contract', 'create', '--client-id', '1', '--total-amount', '5', '--is-signed']
  expect(await loaded(sign, '')).toMatchObject({ code: Exit.ok, sentry: false })
  expect(await loaded(['company', 'create', '--name', 'Canary'], '')).toMatchObject({
    code: Exit.internal,
    sentry: false,
  })
  expect(await loaded(['client', 'list'], ingest.dsn)).toMatchObject({ code: Exit.ok, sentry: false })
  expect(await loaded(sign, ingest.dsn)).toMatchObject({ code: Exit.ok, sentry: true })
}, 30_000)
