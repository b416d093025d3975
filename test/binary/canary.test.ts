/**
 * Searches for secrets: after a whole session of the compiled program, with every kind of error in it, it looks for the passwords, keys
 * and tokens in all that was left behind: what was printed, the arguments that `ps` shows, the log of a server that logs everything, the
 * tables, the reports to Sentry, the files.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { digest } from '../../src/session/password.ts'
import { type Mortal, mortalServer } from '../support/cluster.ts'
import { type Ingest, startIngest } from '../support/ingest.ts'
import { freePort } from '../support/postgres.ts'
import { type Team, team, teamPassword } from '../support/team.ts'
import { wrongUrls } from './wrong-urls.ts'

setDefaultTimeout(60_000)

const secretKey = 'canary-key-8f2Lq0Zx-of-the-signatures-of-this-machine'
/** The passwords and keys of people and administrators, by what they are. Tokens are added when they are issued. */
const canaries: Record<string, string> = {
  SECRET_KEY: secretKey,
  'a weak SECRET_KEY': 'canary-weak-2Kd7',
  'the password of a login': 'Canary-Login-7h3Q',
  'a wrong password': 'Canary-Wrong-9d1W',
  'the next password': 'Canary-Next-4k8E',
  'the password of DATABASE_URL': 'canary/dsn@5t6R',
  'a wrong password of DATABASE_URL': 'canary%dsn:0p2T',
  'the password of a manager': teamPassword,
}
/** The session secrets, which the server gets as start-up parameters. */
const sessions = new Set<string>()
const password = (what: string): string => canaries[what] ?? ''

let server: Mortal
let boss: Team
let ingest: Ingest
let sessionFile: string
/** What was written into the log by the test itself. */
let trapped = ''
let unlogged = 0
const heard: { readonly what: string; readonly text: string }[] = []
const processes = new Set<string>()

beforeAll(async () => {
  server = await mortalServer({
    access: ['host all keeper all scram-sha-256', 'local all keeper scram-sha-256'],
    settings: [
      'log_statement=all',
      'log_min_duration_statement=0',
      'log_parameter_max_length=-1',
      'log_parameter_max_length_on_error=-1',
      'log_connections=on',
      'log_disconnections=on',
      'log_min_messages=debug1',
      'log_error_verbosity=verbose',
    ],
  })
  // The program cannot keep a statement of the administrator out of the log.
  const quietly = 'set log_statement = none; set log_min_duration_statement = -1; set log_min_messages = panic'
  const made = `create role keeper superuser login password '${password('the password of DATABASE_URL')}'`
  await server.run('postgres', `${quietly}; ${made}`)
  unlogged = server.log().length
  await server.run('postgres', 'create database canaries owner keeper')
  ingest = startIngest()
  boss = await team({
    DATABASE_URL: server.url('canaries', 'keeper', password('the password of DATABASE_URL')),
    SECRET_KEY: secretKey,
    SENTRY_DSN: ingest.dsn,
    SENTRY_TRACES_SAMPLE_RATE: '1',
  })
  sessionFile = join(boss.machine.home, 'boss.json')
  noteTokens()
}, 120_000)
afterAll(async () => {
  boss?.machine.remove()
  await ingest?.stop()
  await server?.stop()
})

/** Adds the tokens of the session file to the secrets that are searched for. */
function noteTokens(): void {
  const { access_token, refresh_token } = tokens()
  const { jti } = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }
  canaries[`access token ${sessions.size}`] = access_token
  canaries[`refresh token ${sessions.size}`] = refresh_token
  canaries[`session secret ${sessions.size}`] = jti
  sessions.add(jti)
}
const tokens = () => JSON.parse(readFileSync(sessionFile, 'utf8')) as { access_token: string; refresh_token: string }

/** Runs a command. Keeps its output, and what `ps` shows of it and of the server in the meantime. */
async function run(args: readonly string[], o: { env?: Record<string, string>; stdin?: string } = {}): Promise<number> {
  const child = await boss.start([...args, '--verbose'], {
    env: o.env ?? {},
    stdin: o.stdin === undefined ? 'ignore' : 'pipe',
  })
  const texts = Promise.all([new Response(child.stdout as ReadableStream).text(), new Response(child.stderr).text()])
  const look = () => processes.add(`${Bun.spawnSync(['ps', '-A', '-ww', '-o', 'args']).stdout}`)
  look()
  if (o.stdin !== undefined && typeof child.stdin === 'object') {
    child.stdin.write(o.stdin)
    await child.stdin.end()
    await Bun.sleep(60)
    look()
  }
  const [stdout, stderr] = await texts
  heard.push({ what: args.join(' '), text: `${stdout}\n${stderr}` })
  return child.exited
}

describe('a session with every kind of error in it', () => {
  test('right, wrong and new passwords', async () => {
    const login = (typed: string, env?: Record<string, string>) =>
      run(['login', '-u', 'sam.s', '--password-stdin'], { stdin: `${typed}\n`, ...(env ? { env } : {}) })
    const newcomer = ['-n', 'Sam', '-e', 'sam@agency.example', '-r', 'support', '--password-stdin']
    const first = password('the password of a login')
    expect(await run(['user', 'create', '-u', 'sam.s', ...newcomer], { stdin: first })).toBe(Exit.ok)
    expect(await run(['user', 'create', '-u', 'sam.s', ...newcomer], { stdin: first })).toBe(Exit.refused)
    expect(await run(['user', 'create', '-u', 'x', ...newcomer], { stdin: 'canary' })).toBe(Exit.usage)
    const sam = { TEMP_FILE_PATH: join(boss.machine.home, 'sam.json') }
    expect(await login(password('a wrong password'), sam)).toBe(Exit.unauthenticated)
    expect(await login(first, sam)).toBe(Exit.ok)
    const change = ['user', 'update-password', '2', '--password-stdin']
    const next = password('the next password')
    expect(await run(change, { stdin: `${password('a wrong password')}\n${next}\n`, env: sam })).toBe(Exit.refused)
    expect(await run(change, { stdin: `${first}\n${next}\n`, env: sam })).toBe(Exit.ok)
    expect(await run(change, { stdin: `${first}\n` })).toBe(Exit.ok)
    expect(await run(['login', '-u', 'sam.s', '--password', 'x'])).toBe(Exit.usage)
    expect(await run(['whoami'])).toBe(Exit.ok)
    expect(await run(['whoami', '--json', '--lang', 'fr'])).toBe(Exit.ok)
    expect(await run(['doctor'])).toBe(Exit.ok)
    expect(await run(['db-create'])).toBe(Exit.ok)
    expect(await run(['refresh'])).toBe(Exit.ok)
    noteTokens()
    expect(await run(['audit', 'list', '--limit', '100', '--json'])).toBe(Exit.ok)
    expect(await run(['user', 'list', '--json'])).toBe(Exit.ok)
  }, 120_000)

  test('refusals, and crashes inside the database whose messages hold the values', async () => {
    expect(await run(['company', 'view', '99'])).toBe(Exit.notFound)
    expect(await run(['role', 'delete', 'management', '--yes'])).toBe(Exit.refused)
    expect(await run(['client', 'create', '-n', 'x', '-e', 'x@x.fr'], { env: { TEMP_FILE_PATH: '/nowhere/x' } })).toBe(
      Exit.unauthenticated,
    )
    await server.run(
      'canaries',
      `create function public.broken() returns trigger language plpgsql as $$ begin
        raise division_by_zero using message = new.password_hash || current_setting('epic_events.session', true),
          detail = current_setting('epic_events.session', true);
      end $$;
      create trigger e_broken before insert or update on epic_events.users
        for each row execute function public.broken()`,
    )
    const newcomer = ['-n', 'Bug', '-e', 'bug@agency.example', '-r', 'support', '--password-stdin']
    const logged = server.log().length
    expect(
      await run(['user', 'create', '-u', 'bug.b', ...newcomer], { stdin: password('the password of a login') }),
    ).toBe(Exit.internal)
    await server.run('canaries', 'drop trigger e_broken on epic_events.users')
    // The trigger of this test wrote the secret into the log, not the program.
    trapped = server.log().slice(logged)
  }, 60_000)

  test('forged and damaged session files', async () => {
    const whole = readFileSync(sessionFile, 'utf8')
    const { access_token: token } = tokens()
    const [head = '', body = ''] = token.split('.')
    const none = `${Buffer.from('{"alg":"none","kid":"v1"}').toString('base64url')}.${body}.`
    const other = `${head}.${body}.${createHmac('sha256', 'x'.repeat(40)).update(`${head}.${body}`).digest('base64url')}`
    for (const access of [none, other, `${token}x`, '', password('a wrong password')]) {
      writeFileSync(sessionFile, whole.replace(token, access))
      expect(await run(['client', 'list'])).toBe(Exit.unauthenticated)
      expect(await run(['logout'], { env: { DATABASE_URL: 'nonsense' } })).toBeGreaterThanOrEqual(0)
      writeFileSync(sessionFile, whole, { mode: 0o600 })
    }
    for (const text of ['', '{', `{"access_token": "${token}"`, `["${token}"]`]) {
      writeFileSync(sessionFile, text)
      expect(await run(['client', 'list'])).toBe(Exit.unauthenticated)
    }
    writeFileSync(sessionFile, whole)
    chmodSync(sessionFile, 0o644)
    expect(await run(['client', 'list'])).toBe(Exit.unavailable)
    chmodSync(sessionFile, 0o600)
    expect(await run(['whoami'])).toBe(Exit.ok)
  }, 60_000)

  test('invalid settings, and servers that cannot be reached', async () => {
    const [right, wrong] = [password('the password of DATABASE_URL'), password('a wrong password of DATABASE_URL')]
    const [at, encoded] = [`127.0.0.1:${server.port}`, encodeURIComponent(wrong)]
    const urls = wrongUrls({ right, wrong, at: `127.0.0.1:${server.port}`, nobody: await freePort() })
    for (const url of urls) {
      for (const args of [['client', 'list'], ['doctor']]) {
        expect({ url, code: await run(args, { env: { DATABASE_URL: url } }) }).toMatchObject({ code: Exit.unavailable })
      }
      expect(await run(['db-create'], { env: { DATABASE_ADMIN_URL: url } })).toBe(Exit.unavailable)
    }
    expect(await run(['client', 'list'], { env: { SECRET_KEY: password('a weak SECRET_KEY') } })).toBe(Exit.unavailable)
    expect(await run(['client', 'list'], { env: { SECRET_KEY_PREV: password('a weak SECRET_KEY') } })).toBe(
      Exit.unavailable,
    )
    const file = join(boss.machine.home, 'settings')
    const none = { DATABASE_URL: '', SECRET_KEY: '' }
    for (const text of [
      `SECRET_KEY="${secretKey}\n`,
      `DATABASE_URL postgres://x:${encodeURIComponent(right)}@h/d\n`,
      `SECRET_KEY=${secretKey}\nDATABASE_URL=postgres://keeper:${encoded}@${at}/canaries\n`,
    ]) {
      writeFileSync(file, text, { mode: 0o600 })
      expect(await run(['client', 'list', '--env-file', file], { env: none })).toBeGreaterThanOrEqual(4)
      expect(await run(['doctor', '--env-file', file], { env: none })).toBe(Exit.unavailable)
    }
    writeFileSync(file, '')
  }, 120_000)

  test('and in the end a logout', async () => {
    expect(await run(['logout'])).toBe(Exit.ok)
    expect(await run(['whoami'])).toBe(Exit.unauthenticated)
  })
})

/** A secret in plain text and in the encodings in which it might appear. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ]
}
/** The names of the secrets that a text holds. */
const found = (text: string): string[] =>
  Object.entries(canaries).flatMap(([what, secret]) =>
    spellings(secret).some((one) => text.includes(one)) ? [what] : [],
  )

describe('no secret of that session is', () => {
  test('(the search itself finds a secret where there is one)', () => {
    expect(Object.keys(canaries).length).toBeGreaterThanOrEqual(14)
    for (const [what, secret] of Object.entries(canaries))
      for (const one of spellings(secret)) expect(found(`…${one}…`)).toContain(what)
  })

  test('in what was printed', () => {
    expect(heard.length).toBeGreaterThan(80)
    expect(heard.flatMap(({ what, text }) => found(text).map((secret) => `${what}: ${secret}`))).toEqual([])
    // The hashes of the session secrets must not appear either.
    for (const { text } of heard) expect(text).not.toMatch(/\$2[aby]\$/)
    for (const { text } of heard) expect(text).not.toContain(digest(password('the password of a login')))
  })

  test('in the arguments of any process', () => {
    const all = [...processes].join('\n')
    expect(all).toContain('epic-events')
    expect(found(all)).toEqual([])
  })

  test('in the log of a server that logs every statement with its values', () => {
    const log = server.log()
    expect(log).toContain('login_attempt(')
    expect(log).toContain('connection authorized: user=keeper')
    expect(found(log.slice(unlogged).replace(trapped, ''))).toEqual([])
    // Not even the digest of a password stands in a statement's text. It is a bound value: log_parameter_max_length switches it off beside
    // a statement, log_parameter_max_length_on_error (off unless somebody asks for it) beside a message.
    const texts = log.replaceAll(/^.*DETAIL: .*[Pp]arameters: .*$|^\tunnamed portal with parameters: .*$/gm, '')
    for (const typed of Object.values(canaries)) expect(texts).not.toContain(digest(typed))
    expect(log).toContain(digest(password('the password of a login')))
  })

  test('in any table, the log of changes among them', async () => {
    const tables = await server.run(
      'canaries',
      `select table_name as name from information_schema.tables
        where table_schema = 'epic_events' and table_type = 'BASE TABLE'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    for (const { name } of tables) {
      const rows = await server.run('canaries', `select to_jsonb(t)::text as row from epic_events."${name}" t`)
      const text = rows.map((row) => row['row']).join('\n')
      expect({ name, found: found(text) }).toEqual({ name, found: [] })
      if (name !== 'users') expect(text).not.toMatch(/\$2[aby]\$/)
    }
  })

  test('in a report to Sentry', () => {
    expect(ingest.bodies.length).toBeGreaterThan(2)
    for (const body of ingest.bodies) expect(found(body)).toEqual([])
  })

  test('in any file except the session files', () => {
    const files = readdirSync(boss.machine.home, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(boss.machine.home, name)).isFile(),
    )
    for (const name of files) {
      if (['boss.json', 'sam.json'].includes(name)) continue
      expect({ name, found: found(readFileSync(join(boss.machine.home, name), 'latin1')) }).toEqual({ name, found: [] })
    }
  })
})
