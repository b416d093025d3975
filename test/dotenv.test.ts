/** The syntax of settings files, and that nothing in them which was meant for this program is passed over. */
import { describe, expect, test } from 'bun:test'
import { settingNames } from '../src/config.ts'
import { parseDotenv, readSettings, settingMeant } from '../src/dotenv.ts'
import { decodeText } from '../src/text/decode.ts'

const read = (text: string, o: { shared?: boolean; inEnvironment?: string[] } = {}) =>
  readSettings(text, {
    names: settingNames,
    environmentOnly: ['EPIC_EVENTS_ENV_FILE'],
    shared: o.shared ?? false,
    inEnvironment: (name) => (o.inEnvironment ?? []).includes(name),
  })
const values = (text: string) => Object.fromEntries(read(text).values)
const faults = (text: string, o = {}) => read(text, o).faults

describe('the syntax', () => {
  test('of the usual .env files', () => {
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

  // The first column is the text of a file; each has the value that bash gives it, too.
  test.each([
    ['JWT_KID=a#b', 'a#b', 'a glued # is part of it: motdotla/dotenv#633'],
    ['JWT_KID="a # b"', 'a # b', 'a # in quotes: motdotla/dotenv#601'],
    ['JWT_KID=\'{"a": "b#c"}\'', '{"a": "b#c"}', 'JSON in quotes: motdotla/dotenv#601'],
    ['JWT_KID="x" # note', 'x', 'a comment after the closing quote: forklaunch/forklaunch#191'],
    ["# a line with a ' quote\nJWT_KID=x # A '\" comment\n# end", 'x', 'quotes in comments: allan2/dotenvy#12'],
    ['# export JWT_KID="99\nJWT_KID=x', 'x', 'a quote that a comment opens: direnv/direnv#1608'],
    ['JWT_KID = x', 'x', 'spaces around ='],
    ['export JWT_KID=x', 'x', 'export'],
    ['\tJWT_KID=x\t', 'x', 'tabs'],
    ['JWT_KID=x\r\nPATH=y\r\n', 'x', 'CRLF'],
    ['JWT_KID=x\rPATH=y\r', 'x', 'CR'],
    ['\uFEFFJWT_KID=x', 'x', 'a byte order mark'],
    ['JWT_KID=two words', 'two words', 'a value of several words: dotenv-rs/dotenv#38'],
    ["JWT_KID=it's", "it's", 'an apostrophe inside'],
    ['JWT_KID=1\nJWT_KID=2', '2', 'the last of two counts'],
    ['JWT_KID=\nJWT_KID=2', '2', 'filled in further down'],
    ['FOO="open\nJWT_KID=x\nBAR="', 'x', 'a quote that another program left open swallows nothing of ours'],
    ['KEY="-----BEGIN\nSECRET_KEY stuff\n-----END"\nJWT_KID=x', 'x', "another program's value of several lines"],
  ])('%j → %s (%s)', (text, value) => {
    expect(faults(text)).toEqual([])
    expect(values(text)['JWT_KID']).toBe(value)
  })

  test.each(['JWT_KID=', 'JWT_KID=""', 'JWT_KID= # nothing', '# JWT_KID=x'])('%j → unset', (text) => {
    // The comment after an empty value is not its value: huggingface/huggingface_hub#4842.
    expect(read(text)).toMatchObject({ faults: [] })
    expect(values(text)['JWT_KID'] ?? '').toBe('')
  })
})

describe('a line that was meant for this program and is not understood', () => {
  test.each([
    ['DATABSE_URL=postgres://a@h/d', { kind: 'unknown', name: 'DATABSE_URL', meant: 'DATABASE_URL' }],
    ['DATABASE_URI=postgres://a@h/d', { kind: 'unknown', name: 'DATABASE_URI', meant: 'DATABASE_URL' }],
    ['database_url=postgres://a@h/d', { kind: 'unknown', name: 'database_url', meant: 'DATABASE_URL' }],
    ['POSTGRES_PASSWROD=x', { kind: 'unknown', name: 'POSTGRES_PASSWROD', meant: 'POSTGRES_PASSWORD' }],
    ['SECRETKEY=x', { kind: 'unknown', name: 'SECRETKEY', meant: 'SECRET_KEY' }],
    ['REFRESH_TOKEN_LIFETIME_DAY=2', { kind: 'unknown', meant: 'REFRESH_TOKEN_LIFETIME_DAYS' }],
    ['NO_COLOUR=1', { kind: 'unknown', meant: 'NO_COLOR' }],
    ['EPIC_EVENTS_LANGUAGE=fr', { kind: 'unknown', name: 'EPIC_EVENTS_LANGUAGE' }],
    ['EPIC_EVENTS_DATADIR=/x', { kind: 'unknown', meant: 'EPIC_EVENTS_DATA_DIR' }],
    ['EPIC_EVENTS_DATA_FOLDER=/x', { kind: 'unknown', name: 'EPIC_EVENTS_DATA_FOLDER' }],
    ['EPIC_EVENTS_TIMEZONE=x', { kind: 'unknown', name: 'EPIC_EVENTS_TIMEZONE' }],
    ['EPIC_EVENT_TZ=x', { kind: 'unknown', meant: 'EPIC_EVENTS_TZ' }],
    // A name in another alphabet that looks the same
    ['DАTABASE_URL=x', { kind: 'syntax', name: 'DATABASE_URL' }],
    ['DATABASE_URL: postgres://a@h/d', { kind: 'syntax', name: 'DATABASE_URL' }], // theskumar/python-dotenv#204
    ['DATABASE-URL=postgres://a@h/d', { kind: 'syntax', name: 'DATABASE_URL' }], // denoland/std#5745
    ['DATABASE URL=postgres://a@h/d', { kind: 'syntax', name: 'DATABASE_URL' }],
    ['DATABASE_URL', { kind: 'syntax', name: 'DATABASE_URL' }],
    ['$env:DATABASE_URL = "x"', { kind: 'syntax', name: 'DATABASE_URL' }],
    ['set DATABASE_URL=x', { kind: 'syntax', name: 'DATABASE_URL' }],
    ['setenv SECRET_KEY x', { kind: 'syntax', name: 'SECRET_KEY' }],
    ['"SECRET_KEY": "x",', { kind: 'syntax', name: 'SECRET_KEY' }],
    ['SECRET_KEY\u00a0=x', { kind: 'syntax', name: 'SECRET_KEY' }],
    ['SECRET_KEY="open', { kind: 'quote', name: 'SECRET_KEY' }], // motdotla/dotenv#608
    ["SECRET_KEY='open", { kind: 'quote', name: 'SECRET_KEY' }],
    ['SECRET_KEY="a"b', { kind: 'quote', name: 'SECRET_KEY' }],
    ['SECRET_KEY="a" b', { kind: 'quote', name: 'SECRET_KEY' }],
    ['SECRET_KEY="a\nJWT_KID=b"', { kind: 'quote', name: 'SECRET_KEY' }],
    ['SECRET_KEY="a\nb"', { kind: 'quote', name: 'SECRET_KEY' }],
    ['POSTGRES_PASSWORD=#secret', { kind: 'hash', name: 'POSTGRES_PASSWORD' }], // motdotla/dotenv#601
    ['EPIC_EVENTS_ENV_FILE=/x', { kind: 'environment only', name: 'EPIC_EVENTS_ENV_FILE' }],
  ])('%j → its line', (text, fault) => {
    expect(faults(`# first line\n${text}\n`)).toEqual([expect.objectContaining({ ...fault, line: 2 })])
    // A file that several programs share is no excuse.
    expect(faults(`# first line\n${text}\n`, { shared: true })).toEqual([
      expect.objectContaining({ ...fault, line: 2 }),
    ])
  })

  test('a value that is emptied further down → both lines', () => {
    expect(faults('JWT_KID=x\n\nJWT_KID=')).toEqual([{ kind: 'emptied', line: 3, name: 'JWT_KID', before: 1 }])
  })

  test('anything else that is no assignment → its line, unless the file is shared', () => {
    for (const text of ['hello world', '== settings ==', 'K\0E\0Y\0', '<<<<<<< HEAD']) {
      expect(faults(`A=1\n${text}`)).toEqual([{ kind: 'syntax', line: 2 }])
      expect(faults(`A=1\n${text}`, { shared: true })).toEqual([])
    }
  })

  test('several → all, in their order', () => {
    expect(faults('SECRET_KEY\nDATABSE_URL=x\nJWT_KID="x').map(({ kind, line }) => [kind, line])).toEqual([
      ['syntax', 1],
      ['unknown', 2],
      ['quote', 3],
    ])
  })
})

describe('names of other programs are left alone', () => {
  test.each([
    'PATH=/bin',
    'PORT=3000',
    'HOST=localhost',
    'USER=alice',
    'DB=x',
    'URL=x',
    'LANG=fr_FR.UTF-8',
    'DB_URL=x',
    'DATABASE_HOST=x',
    'DATABASE_NAME=x',
    'DATABASE_POOL=5',
    'POSTGRES_URL=x',
    'POSTGRES_INITDB_ARGS=x',
    'POSTGRES_HOST_AUTH_METHOD=trust',
    'PGPASSWORD=x',
    'SECRET_KEY_BASE=x',
    'JWT_KEY=x',
    'JWT_SECRET=x',
    'SENTRY_ORG=x',
    'SENTRY_AUTH_TOKEN=x',
    'NEXT_PUBLIC_SENTRY_DSN=x',
    'EPIC_GAMES_ID=x',
    'A="open',
    "B='open",
    'C=#x',
    'D',
    'export E',
  ])('%s', (text) => {
    expect(faults(text)).toEqual([])
  })

  test('a similar name beside the right one is not a slip', () => {
    expect(faults('DATABASE_URL=postgres://a@h/d\nDATABASE_URI=mysql://x')).toEqual([])
    expect(faults('DATABASE_URI=mysql://x', { inEnvironment: ['DATABASE_URL'] })).toEqual([])
    expect(faults('DATABASE_URL=\nDATABASE_URI=mysql://x')).toHaveLength(1)
    expect(faults('EPIC_EVENTS_LANG=fr\nEPIC_EVENTS_LANGE=en')).toHaveLength(1)
  })

  test('no name that we know is a slip of another one', () => {
    for (const name of settingNames) expect(faults(`${name}=x`).filter(({ kind }) => kind === 'unknown')).toEqual([])
    expect(settingMeant('HOME', settingNames)).toBeUndefined()
  })
})

describe('the bytes of a file', () => {
  const text = 'EPIC_EVENTS_LANG=fr\r\nJWT_KID=é\r\n'
  const utf16 = (order: 'le' | 'be', mark: boolean) => {
    const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le')
    return order === 'le' ? bytes : bytes.swap16()
  }
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 little endian, as PowerShell writes it: motdotla/dotenv#445, subosito/gotenv#25', utf16('le', true)],
    ['UTF-16 big endian', utf16('be', true)],
    ['UTF-16 without a mark: appwrite/console#3186', utf16('le', false)],
    ['UTF-16 big endian without a mark', utf16('be', false)],
  ])('%s → the text', (_, bytes) => {
    expect(decodeText(bytes)).toBe(text)
  })

  test('nothing → an empty text', () => {
    expect(decodeText(Buffer.alloc(0))).toBe('')
  })

  test.each([
    ['Latin-1', Buffer.from(text, 'latin1')],
    [
      'UTF-8 that was continued in UTF-16 (`>>` of PowerShell)',
      Buffer.concat([Buffer.from('A=1\n'), utf16('le', false)]),
    ],
    ['UTF-16 that was cut in the middle of a character', utf16('le', true).subarray(0, -1)],
    ['no text at all', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0])],
  ])('%s → refused', (_, bytes) => {
    expect(decodeText(bytes)).toBeUndefined()
  })
})
