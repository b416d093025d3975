/** Settings files in other encodings than UTF-8. */
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { settingNames } from '../src/config.ts'
import { type ConfigSources, readConfigFile } from '../src/config-file.ts'
import { AppError, Exit } from '../src/errors.ts'
import { catalog } from '../src/i18n/catalog.ts'

const t = catalog('en', 'UTC')
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'epic-config-'))
  mkdirSync(join(root, 'here'))
})
afterEach(() => rmSync(root, { recursive: true }))

const uid = process.getuid?.() ?? 0
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

function read(bytes: Uint8Array, o: Partial<ConfigSources> = {}) {
  const path = join(root, 'here', '.env')
  writeFileSync(path, bytes, { mode: 0o600 })
  const sources = { env: {}, cwd: join(root, 'here'), home: undefined, uid, platform: 'linux' as const }
  const all = { ...sources, machineFile: join(root, 'none'), envFile: '.env', ...o }
  return { path, run: () => readConfigFile(all, settingNames, []) }
}

function refusal(bytes: Uint8Array, o?: Partial<ConfigSources>): string {
  const { path, run } = read(bytes, o)
  try {
    run()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.exit).toBe(Exit.unavailable)
    return error.userMessage(t).replace(path, 'FILE')
  }
  throw new Error('it should have been refused')
}

describe('a settings file in another encoding → 7 with the line', () => {
  test.each([
    ['Latin-1 in a password', latin1('# settings\nJWT_KID=x\nPOSTGRES_PASSWORD=No\xebl\n'), 3],
    ['Latin-1 in a comment', latin1('# cl\xe9\nJWT_KID=x\n'), 1],
    ['an overlong slash', latin1('JWT_KID=x\nTEMP_FILE_PATH=\xc0\xaf\n'), 2],
  ])('%s', (_, bytes, line) => {
    expect(refusal(bytes)).toBe(`Line ${line} of the settings file FILE is not valid UTF-8. Save the file as UTF-8.`)
  })

  test('./.env counts where its names are ours, whatever its encoding; that of another project does not', () => {
    expect(refusal(latin1('EPIC_EVENTS_LANG=fr\n# cl\xe9\n'), { envFile: undefined })).toStartWith('Line 2 of')
    expect(read(latin1('API_KEY=cl\xe9\n'), { envFile: undefined }).run().path).toBeUndefined()
    expect(read(utf16('\ufeffAPI_KEY=x\n'), { envFile: undefined }).run().path).toBeUndefined()
  })
})

test.each([
  // What `>` of PowerShell 5.1 writes (motdotla/dotenv#445, motdotla/dotenv#657, vitejs/vite#14564).
  ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('JWT_KID=été\r\n')])],
  ['UTF-16 without a mark', utf16('JWT_KID=été\r\n')],
  ['UTF-16, big endian', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16('JWT_KID=été\n').swap16()])],
])('%s → read', (_, bytes) => {
  expect(read(bytes).run().values.get('JWT_KID')).toBe('été')
})

test('UTF-8 with a byte order mark → its first name counts', () => {
  // theskumar/python-dotenv#637, vlucas/phpdotenv#500, docker/compose#5220
  const { values } = read(Buffer.from('\ufeffJWT_KID=été\nSECRET_KEY=\ufeffx\n')).run()
  expect([values.get('JWT_KID'), values.get('SECRET_KEY')]).toEqual(['été', '\ufeffx'])
})
