import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Config, loadConfig, settingNames } from '../src/config.ts'
import type { ConfigSources } from '../src/config-file.ts'
import { parseDotenv } from '../src/dotenv.ts'
import { AppError, Exit } from '../src/errors.ts'
import { catalog } from '../src/i18n/catalog.ts'

const t = catalog('en', 'UTC')
const me = process.getuid?.() ?? 0
const good = 'x'.repeat(32)
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'epic-config-'))
  mkdirSync(join(root, 'here'))
})
afterEach(() => rmSync(root, { recursive: true }))

function config(env: Record<string, string> = {}, sources: Partial<ConfigSources> = {}): Config {
  const machineFile = join(root, 'etc', '.env')
  const base = { cwd: join(root, 'here'), home: join(root, 'home'), uid: me, platform: 'linux' as const, machineFile }
  return loadConfig({ env, ...base, ...sources })
}

function write(path: string, text: string, mode = 0o600): string {
  const whole = join(root, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, text)
  chmodSync(whole, mode)
  return whole
}

function refusal(run: () => unknown): { said: string; more: string } {
  try {
    run()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.exit).toBe(Exit.unavailable)
    return { said: error.userMessage(t), more: (error.detail.more ?? []).map((message) => message(t)).join('\n') }
  }
  throw new Error('it should have been refused')
}

const userFile = 'home/.config/epic-events/.env'

describe('which file', () => {
  test('the first one that exists → is read, and no other', () => {
    const machine = write('etc/.env', 'JWT_KID=machine')
    expect(config().file()).toBe(machine)
    const here = write('here/.env', 'EPIC_EVENTS_LANG=fr\nJWT_KID=here')
    expect(config().file()).toBe(here)
    const user = write(userFile, 'SECRET_KEY=x')
    expect(config().file()).toBe(user)
    expect(config().value('JWT_KID')).toBeUndefined()
    const xdg = write('xdg/epic-events/.env', 'JWT_KID=xdg')
    expect(config({ XDG_CONFIG_HOME: join(root, 'xdg') }).file()).toBe(xdg)
    expect(config({ XDG_CONFIG_HOME: '../xdg' }).file()).toBe(user)
    const named = write('named', 'JWT_KID=named')
    expect(config({ EPIC_EVENTS_ENV_FILE: '../named' }).file()).toBe(named)
    const option = write('option', 'JWT_KID=option')
    expect(config({ EPIC_EVENTS_ENV_FILE: named }, { envFile: option }).value('JWT_KID')).toBe('option')
  })

  test('--env-file names a file that does not exist → 7', () => {
    const path = join(root, 'here', 'gone')
    const option = refusal(() => config({}, { envFile: 'gone' }).value('JWT_KID'))
    expect(option.said).toBe(t.config.fileMissing({ path, by: '--env-file' }))
    const variable = refusal(() => config({ EPIC_EVENTS_ENV_FILE: 'gone' }).database())
    expect(variable.said).toBe(t.config.fileMissing({ path, by: 'EPIC_EVENTS_ENV_FILE' }))
  })

  test('the .env of another project in the current folder → is not read, without a word', () => {
    write('here/.env', 'DATABASE_URL=postgres://theirs@theirs/theirs\n# EPIC_EVENTS_LANG=fr', 0o666)
    expect(config().database()).toEqual({ kind: 'embedded' })
    expect(config().warnings()).toEqual([])
  })

  test('a file of another owner → is not read, with a warning', () => {
    const path = write(userFile, 'SECRET_KEY=theirs')
    const machine = write('etc/.env', 'JWT_KID=machine')
    const other = config({}, { uid: me + 1 })
    expect(other.value('SECRET_KEY')).toBeUndefined()
    expect(other.warnings().map((message) => message(t))).toContain(t.config.fileForeign({ path }))
    if (me === 0) expect(other.file()).toBe(machine)
  })

  test.skipIf(me !== 0)('a link of another owner, or a link to a file of theirs → is not read', () => {
    const target = write('here/own', 'EPIC_EVENTS_LANG=fr\nJWT_KID=own')
    symlinkSync(target, join(root, 'here', '.env'))
    expect(config().value('JWT_KID')).toBe('own')
    spawnSync('chown', ['-h', '65534', join(root, 'here', '.env')])
    expect(config().value('JWT_KID')).toBeUndefined()
    expect(config().warnings()).toHaveLength(1)
  })

  test.each([0o620, 0o602, 0o666])('a file that others may write (%o) → refused with the chmod command', (mode) => {
    const path = write(userFile, 'SECRET_KEY=x', mode)
    const { said, more } = refusal(() => config().keys())
    expect(said).toBe(t.config.fileWritable({ path }))
    expect(more).toContain(`chmod 600 ${path}`)
    expect(config().valueOrUndefined('EPIC_EVENTS_LANG')).toBeUndefined()
    expect(config({ EPIC_EVENTS_LANG: 'fr' }).valueOrUndefined('EPIC_EVENTS_LANG')).toBe('fr')
  })

  test('the chmod command → a shell accepts it', () => {
    const path = write("home/it's a $HOME; x", 'JWT_KID=x', 0o666)
    const { more } = refusal(() => config({}, { envFile: path }).value('JWT_KID'))
    expect(spawnSync('sh', ['-c', more.slice(more.indexOf('chmod 600'))]).status).toBe(0)
    expect(config({}, { envFile: path }).value('JWT_KID')).toBe('x')
  })

  test('a system without owners of files → the owner is not checked', () => {
    write(userFile, 'JWT_KID=w', 0o666)
    expect(
      loadConfig({ env: {}, cwd: root, home: join(root, 'home'), uid: undefined, platform: 'win32' }).value('JWT_KID'),
    ).toBe('w')
  })

  test('a FIFO → is no file, and nothing waits for it', () => {
    expect(spawnSync('mkfifo', [join(root, 'here', '.env')]).status).toBe(0)
    expect(config().file()).toBeUndefined()
  })

  test.skipIf(me !== 0)('under sudo → the files of the user who typed it', () => {
    const accounts = write('passwd', `root:x:0:0::/root:/bin/sh\nann:x:4711:4711::${join(root, 'ann')}:/bin/sh\n`)
    const place = { uid: 0, accounts, home: join(root, 'home') }
    const here = write('here/.env', 'EPIC_EVENTS_LANG=fr\nJWT_KID=here')
    spawnSync('chown', ['4711', here])
    expect(config({}, place).value('JWT_KID')).toBeUndefined()
    expect(config({ SUDO_UID: '4711' }, place).value('JWT_KID')).toBe('here')
    expect(config({ SUDO_UID: '4712' }, place).value('JWT_KID')).toBeUndefined()
    write(userFile, "JWT_KID=root's own")
    spawnSync('chown', ['4711', write('ann/.config/epic-events/.env', 'JWT_KID=ann')])
    expect(config({ SUDO_UID: '4711' }, place)).toMatchObject({ sudoUid: 4711 })
    expect(config({ SUDO_UID: '4711' }, place).value('JWT_KID')).toBe('ann')
    expect(config({ SUDO_UID: '4711' }, { ...place, uid: 1000 }).sudoUid).toBeUndefined()
  })
})

describe('values', () => {
  test('the environment wins over the file name by name; an empty value means unset; each value knows its origin', () => {
    const path = write(userFile, 'JWT_KID=file\nPOSTGRES_DB=file\nSENTRY_DSN=\nPATH=/file')
    const made = config({ JWT_KID: 'environment', POSTGRES_DB: '' })
    expect([made.value('JWT_KID'), made.value('POSTGRES_DB'), made.value('SENTRY_DSN')]).toEqual([
      'environment',
      'file',
      undefined,
    ])
    expect(made.origin('JWT_KID')).toEqual({ kind: 'environment' })
    expect(made.origin('POSTGRES_DB')).toEqual({ kind: 'file', path })
    expect(made.origin('SENTRY_DSN')).toEqual({ kind: 'default' })
    expect(made.sentry()).toBeUndefined()
  })

  test('the syntax of .env', () => {
    const text = [
      '\uFEFFA=1',
      'export B = two words  # said aside',
      "C='single # $D \\n'",
      'D="double # $A \x24{B} \\n \\"q\\" \\\\ \\x"',
      'E=a#b',
      'F=',
      'G="" # nothing',
      '# H=1',
      '  I="two',
      'lines"',
      'not a line',
      'J=1',
      'J=2',
      "K=it's",
      'L="open',
    ].join('\r\n')
    expect(Object.fromEntries(parseDotenv(text))).toEqual({
      A: '1',
      B: 'two words',
      C: 'single # $D \\n',
      D: 'double # $A \x24{B} \n "q" \\ \\x',
      E: 'a#b',
      F: '',
      G: '',
      I: 'two\nlines',
      J: '2',
      K: "it's",
      L: '"open',
    })
  })

  test('a value is read and checked only when it is asked for', () => {
    const made = config({ DATABASE_URL: 'nonsense', EPIC_EVENTS_TZ: 'Mars', SECRET_KEY: 'x' }, { envFile: 'gone' })
    expect(made.valueOrUndefined('EPIC_EVENTS_LANG')).toBeUndefined()
    expect(refusal(() => made.database()).said).toStartWith('DATABASE_URL is not valid.')
    expect(refusal(() => made.timeZone()).said).toContain('Mars')
  })

  test('database: URL, parts, or embedded', () => {
    expect(config().database()).toEqual({ kind: 'embedded' })
    expect(config({ POSTGRES_HOST: 'db' }).database()).toEqual({ kind: 'embedded' })
    const parts = { user: 'epic_events_app', database: 'epic_events_db', hosts: [{ host: '127.0.0.1', port: 5432 }] }
    expect(config({ POSTGRES_PASSWORD: 'p$' }).database()).toMatchObject({ target: { ...parts, password: 'p$' } })
    const url = { DATABASE_URL: 'postgres://a@h/d', POSTGRES_PASSWORD: 'p' }
    expect(config(url).database()).toMatchObject({ kind: 'server', target: { user: 'a', database: 'd' } })
    expect(config().adminDatabase()).toBeUndefined()
    expect(config({ DATABASE_ADMIN_URL: 'postgres://o@h/d' }).adminDatabase()).toMatchObject({ user: 'o' })
    expect(refusal(() => config({ DATABASE_ADMIN_URL: 'x' }).adminDatabase()).said).toStartWith('DATABASE_ADMIN_URL')
    expect([config().pooler(), config({ DATABASE_POOLER: 'transaction' }).pooler()]).toEqual([false, true])
    expect(refusal(() => config({ DATABASE_POOLER: 'session' }).pooler()).said).toBe(t.config.pooler)
  })

  test('numbers', () => {
    expect([config().accessMinutes(), config().refreshDays()]).toEqual([30, 1])
    expect(config({ ACCESS_TOKEN_LIFETIME_MINUTES: '5' }).accessMinutes()).toBe(5)
    for (const wrong of ['soon', '0', '-1', '61', '1.5', '1e1', 'NaN', 'Infinity']) {
      const { said } = refusal(() => config({ ACCESS_TOKEN_LIFETIME_MINUTES: wrong }).accessMinutes())
      expect(said).toStartWith('ACCESS_TOKEN_LIFETIME_MINUTES must be a number from 1 to 60.')
    }
    expect(refusal(() => config({ REFRESH_TOKEN_LIFETIME_DAYS: 'x' }).refreshDays()).said).toContain('REFRESH_TOKEN')
    const sentry = { SENTRY_DSN: 'https://k@s/1', SENTRY_TRACES_SAMPLE_RATE: '0.25' }
    expect(config(sentry).sentry()).toEqual({ dsn: 'https://k@s/1', environment: undefined, tracesSampleRate: 0.25 })
    expect(() => config({ ...sentry, SENTRY_TRACES_SAMPLE_RATE: '2' }).sentry()).toThrow(AppError)
  })

  test('time zone', () => {
    expect(config({ EPIC_EVENTS_TZ: 'Europe/Paris' }).timeZone()).toBe('Europe/Paris')
    // With TZ set, as `bun test` sets it, Intl knows; without it, the machine's own files.
    expect(config({ TZ: 'Etc/UTC' }).timeZone()).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
    expect(() => new Intl.DateTimeFormat('en', { timeZone: config().timeZone() })).not.toThrow()
  })

  test('folders', () => {
    expect(config().dataDir()).toBe(join(root, 'home/.local/share/epic-events'))
    expect(config({ XDG_DATA_HOME: '/data' }).dataDir()).toBe('/data/epic-events')
    expect(config({ XDG_DATA_HOME: 'data' }).dataDir()).toBe(join(root, 'home/.local/share/epic-events'))
    expect(config({ EPIC_EVENTS_DATA_DIR: 'mine' }).dataDir()).toBe(join(root, 'here/mine'))
    expect(refusal(() => config({}, { home: undefined }).dataDir()).said).toBe(t.config.noHome)
    expect(config().tempFilePath()).toBeUndefined()
    expect(config({ TEMP_FILE_PATH: '../s' }).tempFilePath()).toBe(join(root, 's'))
  })
})

describe('SECRET_KEY', () => {
  const server = { DATABASE_URL: 'postgres://a@h/d' }

  test('required with PostgreSQL, optional without', () => {
    expect(config().keys()).toBeUndefined()
    const { said, more } = refusal(() => config(server).keys())
    expect(said).toBe('SECRET_KEY is not set.')
    expect(more).toContain('openssl rand -base64 48')
  })

  test.each([
    'your_secret_key',
    'replace_with_a_strong_secret_key',
    'remplacer_par_une_cle_secrete_forte',
    'epic_events_secret_key_1759176726',
    'change-me-with-openssl-rand-base64-48',
    'x'.repeat(31),
    'é'.repeat(15),
  ])('%s is refused, as the previous key too', (key) => {
    for (const env of [
      { ...server, SECRET_KEY: key },
      { ...server, SECRET_KEY: good, SECRET_KEY_PREV: key },
    ]) {
      const { said, more } = refusal(() => config(env).keys())
      expect(said).toMatch(/^SECRET_KEY(_PREV)? (is a published example|is too short: it has (3[01]|15) bytes)/)
      expect(said).not.toContain(key)
      expect(more).toContain('openssl rand -base64 48')
    }
  })

  test('names of keys', () => {
    expect(config({ ...server, SECRET_KEY: good }).keys()).toEqual({ kid: 'v1', key: good })
    const both = { SECRET_KEY: good, SECRET_KEY_PREV: 'é'.repeat(16) }
    expect(config(both).keys()).toEqual({ kid: 'v1', key: good, previous: { kid: 'v0', key: 'é'.repeat(16) } })
    expect(refusal(() => config({ ...both, JWT_KID: 'v0' }).keys()).said).toBe(t.config.sameKid({ kid: 'v0' }))
  })
})

describe('.env.example', () => {
  const example = readFileSync(join(import.meta.dir, '..', '.env.example'), 'utf8')

  test('begins with a name of ours and tells every variable', () => {
    expect([...parseDotenv(example).keys()][0]).toStartWith('EPIC_EVENTS_')
    for (const name of settingNames) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'))
  })

  test('as it stands it works, and with its SECRET_KEY it does not', () => {
    write('here/.env', example)
    expect(config().database()).toEqual({ kind: 'embedded' })
    expect(config().timeZone()).toBe('Europe/Paris')
    write('here/.env', example.replaceAll(/^# (?=[A-Z_]+=)/gm, ''))
    expect(refusal(() => config().keys()).said).toBe(t.config.secretPublished({ name: 'SECRET_KEY' }))
  })
})
