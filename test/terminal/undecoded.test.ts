import { expect, test } from 'bun:test'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Usage } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { requireDecoded, undecodedArgument } from '../../src/terminal/undecoded.ts'

const t = catalog('en', 'UTC')
const folder = mkdtempSync(join(tmpdir(), 'epic-bytes-'))
const nowhere = join(folder, 'nowhere')

/** What /proc holds, byte for byte: in these words one character is one byte. */
function proc(...words: string[]): string {
  const path = join(folder, String(Math.random()))
  writeFileSync(path, Buffer.from(words.map((word) => `${word}\0`).join(''), 'latin1'))
  return path
}

/** As Bun decodes them. */
const decoded = (words: readonly string[]) => words.map((word) => Buffer.from(word, 'latin1').toString('utf8'))

const refusal = (...words: string[]) =>
  undecodedArgument(decoded(words), proc('./epic-events', ...words))?.userMessage(t)

test('the sentence says where, and never repeats what may be a secret', () => {
  expect(refusal('client', 'create', '-n', '\xc9lodie')).toStartWith('Argument 4, after -n, is not valid UTF-8.')
  expect(refusal('client', 'create', '--full-name=\xc9lodie')).toStartWith('Argument 3, --full-name, is not')
  expect(refusal('client', 'create', '-n\xc9lodie')).toStartWith('Argument 3, -n, is not valid UTF-8.')
  expect(refusal('role', 'view', '\xe9quipe')).toStartWith('Argument 3 is not valid UTF-8.')
  expect(refusal('login', '-psecret', '\xe9quipe')).toStartWith('Argument 3 is not valid UTF-8.')
  expect(refusal('user', 'list', '--full-name=x', '\xe9quipe')).toStartWith('Argument 4 is not valid UTF-8.')
  // A file name in another encoding (nolabs-ai/nono#1504, sharkdp/bat#225).
  expect(refusal('--env-file', '/home/andr\xe9/.env', 'whoami')).toStartWith('Argument 2, after --env-file, is not')
})

test('overlong bytes, surrogates and cut characters are refused too', () => {
  for (const word of ['\xc0\xaf', '\xed\xa0\x80', '\xf0\x9f\x98', '\xff', 'caf\xc3'])
    expect(refusal('company', 'create', '-n', word)).toContain('Argument 4')
})

test('a U+FFFD that was typed is text, beside what is none', () => {
  expect(refusal('company', 'create', '-n', '\xef\xbf\xbd')).toBeUndefined()
  expect(refusal('client', 'create', '-n', '\xef\xbf\xbd', '-a', '\xff')).toContain('Argument 6, after -a,')
})

test('words of the runtime before ours do not matter', () => {
  const words = decoded(['company', 'create', '-n', '\xef\xbf\xbd'])
  expect(
    undecodedArgument(words, proc('bun', 'src/main.ts', 'company', 'create', '-n', '\xef\xbf\xbd')),
  ).toBeUndefined()
})

test('where the bytes cannot be looked up → U+FFFD is refused', () => {
  expect(undecodedArgument(['-n', '\ufffd'], nowhere)?.exit).toBe(2)
  expect(undecodedArgument(['-n', 'é'], nowhere)).toBeUndefined()
})

test('variables of the environment: only those that the program reads', () => {
  const source = proc('LS_COLORS=\xe9', 'TEMP_FILE_PATH=/tmp/\xe9', 'EPIC_EVENTS_LANG=\xef\xbf\xbd')
  const env = { LS_COLORS: '\ufffd', TEMP_FILE_PATH: '/tmp/\ufffd', EPIC_EVENTS_LANG: '\ufffd' }
  expect(() => requireDecoded(env, ['EPIC_EVENTS_LANG', 'HOME'], source)).not.toThrow()
  let said = ''
  try {
    requireDecoded(env, ['EPIC_EVENTS_LANG', 'TEMP_FILE_PATH'], source)
  } catch (error) {
    said = (error as Usage).userMessage(t)
  }
  expect(said).toBe('The environment variable TEMP_FILE_PATH is not valid UTF-8. Set it again.')
  expect(() => requireDecoded(env, ['EPIC_EVENTS_LANG'], nowhere)).toThrow()
})
