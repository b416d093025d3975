import { describe, expect, test } from 'bun:test'
import { email } from '../../src/field/email.ts'
import { en, fr, read, refusal } from './read.ts'

const client = email(en, { max: 128 })

describe('email', () => {
  test.each([
    ['Kevin@Startup.IO', 'kevin@startup.io'],
    [' kate@example.com ', 'kate@example.com'],
    ["o'neil+news@sub.example.co.uk", "o'neil+news@sub.example.co.uk"],
    ['RENÉ@Exemple.fr', 'rené@exemple.fr'],
    ['a_b-c.d@x-y.example', 'a_b-c.d@x-y.example'],
    ['jean@xn--caf-dma.fr', 'jean@xn--caf-dma.fr'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(read(client, typed)).toBe(kept)
    expect(read(client, kept)).toBe(kept)
  })

  test.each([
    'kevin',
    'kevin@',
    '@startup.io',
    'kevin@startup',
    'kevin@@startup.io',
    'kevin@startup..io',
    'kevin@.startup.io',
    'kevin@startup.io.',
    '.kevin@startup.io',
    'kevin.@startup.io',
    'ke..vin@startup.io',
    'ke vin@startup.io',
    'kevin@start up.io',
    'kevin@-startup.io',
    'kevin@startup-.io',
    'kevin@127.0.0.1',
    'Kevin <kevin@startup.io>',
    'kevin@startup.io,bob@startup.io',
    'kevin@start_up.io',
    `${'k'.repeat(65)}@startup.io`,
    `kevin@${'s'.repeat(64)}.io`,
    'kevin\x00@startup.io',
    'kevin\u202e@startup.io',
    'kevin\u200b@startup.io',
  ])('%j is refused', (typed) => {
    expect(refusal((t) => email(t, { max: 255 }), typed)).toContain('is not an email address. Write it like')
  })

  test('its limit is told with the length received', () => {
    const typed = `kevin@${'startup.'.repeat(16)}io`
    expect(typed).toHaveLength(136)
    expect(refusal((t) => email(t, { max: 128 }), typed, fr)).toContain('compte 136 caractères\u00a0: 128 au maximum')
    expect(read(email(en, { max: 136 }), typed)).toBe(typed)
  })

  test('an empty one is told so', () => {
    expect(refusal((t) => email(t, { max: 9 }), '', fr)).toBe('Cette valeur ne peut pas être vide.')
  })
})
