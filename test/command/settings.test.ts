/** A setting that is not understood stops every command before it does anything; help and `doctor` work all the same. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { machine } from '../setup/machine.ts'

setDefaultTimeout(60_000)

const here = machine()
afterAll(() => here.close())

describe.each([
  ['EPIC_EVENTS_LANG', 'de'],
  ['DATABASE_POOLER', 'transactoin'],
  ['ACCESS_TOKEN_LIFETIME_MINUTES', 'abc'],
  ['REFRESH_TOKEN_LIFETIME_DAYS', '31'],
  ['SENTRY_TRACES_SAMPLE_RATE', '1,5'],
])('%s=%s', (name, value) => {
  const env = { [name]: value }

  test.each(['login -u alice --password-stdin', 'logout', 'whoami', 'client list', 'db-create', 'demo'])(
    '%s → 7, and nothing is made',
    async (typed) => {
      const { code, stdout, stderr } = await here.run(typed.split(' '), { env, stdin: 'x' })
      expect({ code, stdout }).toEqual({ code: Exit.unavailable, stdout: '' })
      expect(stderr).toContain(name)
      expect(existsSync(join(here.folder, 'data'))).toBe(false)
    },
  )

  test('help → 0', async () => {
    expect((await here.run(['help'], { env })).code).toBe(Exit.ok)
    expect((await here.run(['client', 'create', '-h'], { env })).code).toBe(Exit.ok)
  })
})

test('a language of the machine that the program lacks → English, and no error', async () => {
  const { stderr } = await here.run(['logout'], { env: { EPIC_EVENTS_LANG: '', LANG: 'de_DE.UTF-8', LC_ALL: 'nl_NL' } })
  expect(stderr).toContain('You were not logged in.')
})

test.each(['0', 'false', 'Off', 'NO', 'non'])('ACCESSIBLE=%s → off', async (value) => {
  const plain = await here.run(['nothing'], { env: { ACCESSIBLE: value } })
  expect(plain.stderr).toStartWith('✗')
  expect((await here.run(['nothing'], { env: { ACCESSIBLE: '1' } })).stderr).toStartWith('Error:')
})
