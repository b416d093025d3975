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

  test.each([
    [0o620, 'fileWritable'],
    [0o602, 'fileWritable'],
    [0o666, 'fileWritable'],
    [0o640, 'fileReadable'],
    [0o604, 'fileReadable'],
    [0o644, 'fileReadable'],
  ] as const)('a file that others may write or read (%o) → refused with the chmod command', (mode, sentence) => {
    const path = write(userFile, 'SECRET_KEY=x', mode)
    const { said, more } = refusal(() => config().keys())
    expect(said).toBe(t.config[sentence]({ path }))
    expect(more).toBe(`Make it private: chmod 600 ${path}`)
    expect(config().valueOrUndefined('EPIC_EVENTS_LANG')).toBeUndefined()
    expect(config({ EPIC_EVENTS_LANG: 'fr' }).valueOrUndefined('EPIC_EVENTS_LANG')).toBe('fr')
  })

  test.each([0o644, 0o640, 0o620])(
    'a ./.env with a name of ours that others may read or write (%o) → refused',
    (mode) => {
      // An archive unpacks with the permissions of its files: HarperFast/harper#1927, frankbria/codeframe#904.
      const path = write('here/.env', 'EPIC_EVENTS_LANG=fr\nDATABASE_URL=postgres://a@evil.example/d', mode)
      expect(refusal(() => config().database()).more).toContain(`chmod 600 ${path}`)
    },
  )

  test.skipIf(me !== 0)('the file of the machine → everybody may read it, root alone may write it', () => {
    const machine = write('etc/.env', 'JWT_KID=machine', 0o644)
    for (const uid of [0, 4711]) expect(config({}, { uid }).value('JWT_KID')).toBe('machine')
    chmodSync(machine, 0o664)
    for (const uid of [0, 4711])
      expect(refusal(() => config({}, { uid }).value('JWT_KID')).more).toContain(`chmod go-w ${machine}`)
    chmodSync(machine, 0o644)
    spawnSync('chown', ['4711', machine])
    // One's own file in that place is a private one like any other.
    expect(refusal(() => config({}, { uid: 4711 }).value('JWT_KID')).said).toBe(
      t.config.fileReadable({ path: machine }),
    )
    expect(config({}, { uid: 4712 }).value('JWT_KID')).toBeUndefined()
  })

  test.skipIf(me !== 0)(
    "a file of root's that somebody named, as a secret in a container → read, also if others may read it",
    () => {
      // helm/helm#13320
      const secret = write('run/secret', 'JWT_KID=secret', 0o444)
      symlinkSync(secret, join(root, 'run', 'link'))
      for (const envFile of [secret, join(root, 'run', 'link')])
        expect(config({}, { uid: 4711, envFile }).value('JWT_KID')).toBe('secret')
      chmodSync(secret, 0o446)
      expect(refusal(() => config({}, { uid: 4711, envFile: secret }).value('JWT_KID')).said).toBe(
        t.config.fileWritable({ path: secret }),
      )
    },
  )

  test.skipIf(me !== 0)(
    'a named file of another owner → 7, because without it another database would be opened',
    () => {
      const theirs = write('theirs', 'DATABASE_URL=postgres://a@h/d')
      spawnSync('chown', ['4712', theirs])
      expect(refusal(() => config({}, { uid: 4711, envFile: theirs }).database()).said).toBe(
        t.config.fileNotOurs({ path: theirs }),
      )
      expect(refusal(() => config({ EPIC_EVENTS_ENV_FILE: theirs }, { uid: 4711 }).database()).said).toContain(theirs)
    },
  )

  // POSIX.1e: the mask of the list takes the place of the group's bits, so chmod 600 closes the list as well.
  test.skipIf(!Bun.which('setfacl'))('an access control list that lets somebody else read → seen in the mode', () => {
    const path = write(userFile, 'JWT_KID=x')
    expect(spawnSync('setfacl', ['-m', 'u:65534:r', path]).status).toBe(0)
    expect(refusal(() => config().value('JWT_KID')).said).toBe(t.config.fileReadable({ path }))
    chmodSync(path, 0o600)
    expect(config().value('JWT_KID')).toBe('x')
  })

  test('~ in the name of a file → the home folder, as the shell would have made it', () => {
    write(userFile, 'JWT_KID=user')
    const other = write('home/other.env', 'JWT_KID=other')
    expect(config({}, { envFile: '~/other.env' }).file()).toBe(other)
    expect(config({ EPIC_EVENTS_ENV_FILE: '~/other.env' }).file()).toBe(other)
    for (const path of ['~alice/x', '$HOME/x'])
      expect(refusal(() => config({ EPIC_EVENTS_ENV_FILE: path }).file()).said).toContain(join(root, 'here', path))
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

describe('a file that is not understood', () => {
  test('a line → 7 for every setting that the environment lacks, with file and line', () => {
    const path = write(userFile, 'EPIC_EVENTS_LANG=fr\nDATABSE_URL=postgres://a@h/d\nSECRET_KEY="x')
    const { said, more } = refusal(() => config().database())
    expect(said).toBe(`${path}, line 2: there is no setting DATABSE_URL. Did you mean DATABASE_URL?`)
    expect(more).toBe(`${path}, line 3: the quotes around the value of SECRET_KEY do not match.`)
    expect(refusal(() => config().value('JWT_KID')).said).toBe(said)
    expect(refusal(() => config().check()).said).toBe(said)
    expect(config({ DATABASE_URL: 'postgres://a@h/d' }).database()).toMatchObject({ kind: 'server' })
    // The message itself is in the language of the file.
    expect(config().valueOrUndefined('EPIC_EVENTS_LANG')).toBe('fr')
  })

  test.each([
    ['UTF-16, as PowerShell writes it', 'utf16le'],
    ['Latin-1', 'latin1'],
  ] as const)('%s', (_, encoding) => {
    const path = write('here/.env', '')
    writeFileSync(path, Buffer.from('EPIC_EVENTS_LANG=fr\r\nJWT_KID=é\r\n', encoding))
    if (encoding === 'utf16le') expect(config().value('JWT_KID')).toBe('é')
    else expect(refusal(() => config().value('JWT_KID')).said).toBe(t.config.fileBytes({ path, line: 2 }))
    // The file of another project is none of our business.
    writeFileSync(path, Buffer.from('OTHER=\xe9', encoding))
    expect(config().file()).toBeUndefined()
  })

  test.each(['POSTGRES_HOST=db', 'POSTGRES_USER=me', 'POSTGRES_PORT=5433', 'POSTGRES_DB=crm'])(
    '%s without a password → 7',
    (line) => {
      const path = write(userFile, `${line}\nPOSTGRES_PASSWORD=`)
      const { said } = refusal(() => config().database())
      expect(said).toBe(t.config.partWithoutPassword({ name: line.replace(/=.*/, ''), path }))
      expect(config({ POSTGRES_PASSWORD: 'x' }).database()).toMatchObject({ kind: 'server' })
      expect(config({ DATABASE_URL: 'postgres://a@h/d' }).database()).toMatchObject({ target: { database: 'd' } })
    },
  )
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

  test('a value is read and checked only when it is asked for', () => {
    const made = config({ DATABASE_URL: 'nonsense', EPIC_EVENTS_TZ: 'Mars', SECRET_KEY: 'x' }, { envFile: 'gone' })
    expect(made.valueOrUndefined('EPIC_EVENTS_LANG')).toBeUndefined()
    expect(refusal(() => made.database()).said).toStartWith('DATABASE_URL is not valid.')
    expect(refusal(() => made.timeZone()).said).toContain('Mars')
  })

  test('database: URL, parts, or embedded', () => {
    expect(config().database()).toEqual({ kind: 'embedded' })
    // In the environment they may be those of a container of PostgreSQL itself.
    expect(config({ POSTGRES_HOST: 'db', POSTGRES_USER: 'me' }).database()).toEqual({ kind: 'embedded' })
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

  test('fsync: on unless it is switched off, and no other word', () => {
    const fsync = (written: string) => config({ EPIC_EVENTS_FSYNC: written }).fsync()
    expect([config().fsync(), fsync('on'), fsync('off'), fsync('OFF ')]).toEqual([true, true, false, false])
    for (const wrong of ['no', '0', 'false']) expect(refusal(() => fsync(wrong)).said).toBe(t.config.fsync)
  })

  test('numbers', () => {
    expect([config().accessMinutes(), config().refreshDays()]).toEqual([30, 1])
    expect(config({ ACCESS_TOKEN_LIFETIME_MINUTES: '5' }).accessMinutes()).toBe(5)
    for (const wrong of ['soon', '0', '-1', '61', '1.5', '1e1', 'NaN', 'Infinity']) {
      const { said } = refusal(() => config({ ACCESS_TOKEN_LIFETIME_MINUTES: wrong }).accessMinutes())
      expect(said).toStartWith('ACCESS_TOKEN_LIFETIME_MINUTES must be a number from 1 to 60.')
    }
    expect(config({ REFRESH_TOKEN_LIFETIME_DAYS: '30' }).refreshDays()).toBe(30)
    // The database ends a session after 30 days: more would be cut without a word (mitre/heimdall2#1759).
    for (const wrong of ['31', '365', '0', 'x'])
      expect(refusal(() => config({ REFRESH_TOKEN_LIFETIME_DAYS: wrong }).refreshDays()).said).toBe(
        'REFRESH_TOKEN_LIFETIME_DAYS must be a number from 1 to 30.',
      )
    const sentry = { SENTRY_DSN: 'https://k@s/1', SENTRY_TRACES_SAMPLE_RATE: '0.25' }
    expect(config(sentry).sentry()).toEqual({ dsn: 'https://k@s/1', environment: undefined, tracesSampleRate: 0.25 })
    expect(() => config({ ...sentry, SENTRY_TRACES_SAMPLE_RATE: '2' }).sentry()).toThrow(AppError)
  })

  test.each([
    [{ ACCESS_TOKEN_LIFETIME_MINUTES: 'abc' }, 'ACCESS_TOKEN_LIFETIME_MINUTES must be a number from 1 to 60.'],
    [{ ACCESS_TOKEN_LIFETIME_MINUTES: '90' }, 'ACCESS_TOKEN_LIFETIME_MINUTES must be a number from 1 to 60.'],
    [{ REFRESH_TOKEN_LIFETIME_DAYS: '90' }, 'REFRESH_TOKEN_LIFETIME_DAYS must be a number from 1 to 30.'],
    [{ SENTRY_TRACES_SAMPLE_RATE: '10%' }, 'SENTRY_TRACES_SAMPLE_RATE must be a number from 0 to 1.'],
    [{ DATABASE_POOLER: 'transactoin' }, 'DATABASE_POOLER accepts only the value transaction.'],
    [{ EPIC_EVENTS_LANG: 'de' }, 'EPIC_EVENTS_LANG=de: this language is not available. Use one of: en, fr.'],
    [{ EPIC_EVENTS_LANG: '"fr"' }, 'EPIC_EVENTS_LANG="fr": this language is not available. Use one of: en, fr.'],
    [{ EPIC_EVENTS_LANG: 'C' }, 'EPIC_EVENTS_LANG=C: this language is not available. Use one of: en, fr.'],
  ])('%j → 7 for every command, and among all problems', (env, said) => {
    expect(refusal(() => config(env).check()).said).toBe(said)
    expect(
      config({ ...env, DATABASE_URL: 'x' })
        .problems()
        .map((problem) => problem.userMessage(t)),
    ).toEqual([said, expect.stringContaining('DATABASE_URL is not valid.')])
  })

  test.each([
    ['EPIC_EVENTS_LANG', 'FR'],
    ['EPIC_EVENTS_LANG', 'fr_FR.UTF-8'],
    ['EPIC_EVENTS_LANG', ' en '],
    // The language of the machine is no wish that was made of this program: fastfetch-cli/fastfetch#2528.
    ['LANG', 'de_DE.UTF-8'],
    ['LC_ALL', 'C'],
    ['DATABASE_POOLER', ' Transaction '],
    ['SENTRY_TRACES_SAMPLE_RATE', '0.5'],
  ])('%s=%s → accepted', (name, value) => {
    expect(() => config({ [name]: value }).check()).not.toThrow()
    expect(config({ [name]: value }).problems()).toEqual([])
  })

  test('a DSN that Sentry cannot read → a problem for doctor, and commands run without reports', () => {
    const made = config({ SENTRY_DSN: 'sentry.example.org' })
    expect(() => made.check()).not.toThrow()
    expect(made.problems().map((problem) => problem.userMessage(t))).toEqual([t.config.sentryDsn])
    expect(config({ SENTRY_DSN: 'https://key@o1.ingest.sentry.io/2' }).problems()).toEqual([])
  })

  test('what looks like a setting in the environment → told to doctor, and no error', () => {
    const made = config({
      EPIC_EVENTS_COLOUR: '1',
      EPIC_EVENTS_LNAG: 'fr',
      EPIC_EVENTS_LANG: 'en',
      DATABSE_URL: 'x',
      SECRET_KEYS: 'x',
      JWT_SECRET: 'x',
      PATH: '/',
      HOST: 'h',
    })
    expect(made.unknown()).toEqual([
      { name: 'EPIC_EVENTS_COLOUR', meant: undefined },
      { name: 'EPIC_EVENTS_LNAG', meant: 'EPIC_EVENTS_LANG' },
      { name: 'DATABSE_URL', meant: 'DATABASE_URL' },
      { name: 'SECRET_KEYS', meant: 'SECRET_KEY' },
    ])
    expect(made.problems()).toEqual([])
    expect(config({ DATABASE_URI: 'x', DATABASE_URL: 'postgres://a@h/d' }).unknown()).toEqual([])
  })

  test('time zone: the setting first, then TZ; an empty setting is unset, and an empty TZ is UTC', () => {
    expect(config({ EPIC_EVENTS_TZ: 'Europe/Paris', TZ: 'Asia/Tokyo' }).timeZone()).toBe('Europe/Paris')
    expect(config({ EPIC_EVENTS_TZ: '', TZ: 'Asia/Tokyo' }).timeZone()).toBe('Asia/Tokyo')
    expect(config({ TZ: '' }).timeZone()).toBe('UTC')
    write(userFile, 'EPIC_EVENTS_TZ=Europe/Rome')
    expect(config({ TZ: 'Asia/Tokyo' }).timeZone()).toBe('Europe/Rome')
    expect(refusal(() => config({ EPIC_EVENTS_TZ: 'Mars' }).checkTimeZone()).said).toStartWith('EPIC_EVENTS_TZ: ')
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

  describe.each(['EPIC_EVENTS_DATA_DIR', 'TEMP_FILE_PATH'] as const)('%s', (name) => {
    const read = (made: Config) => (name === 'TEMP_FILE_PATH' ? made.tempFilePath() : made.dataDir())

    test.each([
      // cheat/cheat#310, volta-cli/volta#484, fabtools/fabtools#165
      ['~/crm', 'home/crm'],
      ['~', 'home'],
      ['~/', 'home'],
      ['~/my crm', 'home/my crm'],
      ['./~/crm', 'here/~/crm'],
      ['crm/~', 'here/crm/~'],
      ['crm', 'here/crm'],
      ['../crm', 'crm'],
      ['a$ b', 'here/a$ b'],
    ])('%s in the environment → %s', (written, expected) => {
      expect(read(config({ [name]: written }))).toBe(join(root, expected))
    })

    test('a path in a file → ~ is the home folder, and a relative one is relative to the folder of the file', () => {
      write(userFile, `${name}=~/crm`)
      expect(read(config())).toBe(join(root, 'home/crm'))
      for (const cwd of ['here', 'home']) {
        // gtk-rs/gir#137, systemd/mkosi#1449: a path must not depend on where the program is run.
        write(userFile, `${name}=data/crm`)
        expect(read(config({}, { cwd: join(root, cwd) }))).toBe(join(root, 'home/.config/epic-events/data/crm'))
      }
      expect(read(config({ [name]: 'data' }))).toBe(join(root, 'here/data'))
    })

    test.each([
      ['~alice/crm', 'pathOther'],
      ['~+', 'pathOther'],
      // danielmiessler/LifeOS#1451, actions/runner-images#5744
      ['$HOME/crm', 'pathVariable'],
      ['\x24{HOME}/crm', 'pathVariable'],
      ['/data/$USER', 'pathVariable'],
      ['$(pwd)/crm', 'pathVariable'],
      // docker/cli#3630: quotes that `docker run --env-file` leaves
      ['"~/crm"', 'pathQuoted'],
      ["'/data'", 'pathQuoted'],
      ['“/data”', 'pathQuoted'],
      [' ', 'pathInvalid'],
      ['/a\nb', 'pathInvalid'],
    ] as const)('%j → 7, and no folder of that name', (written, sentence) => {
      const { said } = refusal(() => read(config({ [name]: written })))
      const variable = /\$(?:\w+|\{\w+\}|\(.*)/.exec(written)?.[0] ?? ''
      expect(said).toBe(t.config[sentence]({ name, path: written, variable }))
    })

    test('~ without a home folder → 7', () => {
      expect(refusal(() => read(config({ [name]: '~/crm' }, { home: undefined }))).said).toBe(
        t.config.pathNoHome({ name }),
      )
    })

    test.skipIf(me !== 0)('under sudo → 7 when somebody else than root chose it', () => {
      const accounts = write(
        'passwd',
        `root:x:0:0::${join(root, 'root')}:/bin/sh\nann:x:4711:4711::${join(root, 'ann')}:/bin/sh\n`,
      )
      const place = { uid: 0, accounts, home: join(root, 'ann') }
      const sudo = { SUDO_UID: '4711' }
      const refused = t.config.sudoPath({ name })
      expect(refusal(() => read(config({ ...sudo, [name]: '/tmp/x' }, place))).said).toBe(refused)
      const hers = write('ann/.config/epic-events/.env', `${name}=/tmp/x`)
      spawnSync('chown', ['4711', hers])
      expect(refusal(() => read(config(sudo, place))).said).toBe(refused)
      spawnSync('chown', ['0', hers])
      expect(read(config(sudo, place))).toBe('/tmp/x')
      write('ann/.config/epic-events/.env', `${name}=~/x`)
      expect(read(config(sudo, place))).toBe(join(root, 'root/x'))
      // Root who calls sudo, and root without it, decide for themselves.
      expect(read(config({ SUDO_UID: '0', [name]: '/tmp/y' }, place))).toBe('/tmp/y')
      expect(read(config({ [name]: '/tmp/y' }, place))).toBe('/tmp/y')
    })
  })

  test.skipIf(me !== 0)(
    "under sudo without a setting → root's own folder, not the one that HOME or XDG_DATA_HOME kept",
    () => {
      // archledger/irlume#532, sudo-project/sudo#358
      const accounts = write('passwd', `root:x:0:0::/root:/bin/sh\nann:x:4711:4711::${join(root, 'ann')}:/bin/sh\n`)
      const place = { uid: 0, accounts, home: join(root, 'ann') }
      const kept = { SUDO_UID: '4711', XDG_DATA_HOME: join(root, 'ann/data') }
      expect(config(kept, place).dataDir()).toBe('/root/.local/share/epic-events')
      expect(config({ XDG_DATA_HOME: join(root, 'ann/data') }, place).dataDir()).toBe(
        join(root, 'ann/data/epic-events'),
      )
    },
  )
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
