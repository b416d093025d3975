import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { email } from '../../src/field/email.ts'
import { en, fr, parse, read, refusal } from './read.ts'

const client = email(en, { max: 128 })

describe('email', () => {
  test.each([
    ['Kevin@Startup.IO', 'kevin@startup.io'],
    [' kate@example.com ', 'kate@example.com'],
    ["o'neil+news@sub.example.co.uk", "o'neil+news@sub.example.co.uk"],
    ['RENÉ@Exemple.fr', 'rené@exemple.fr'],
    ['a_b-c.d@x-y.example', 'a_b-c.d@x-y.example'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(read(client, typed)).toBe(kept)
    expect(read(client, kept)).toBe(kept)
  })

  // One address has one form, in which it is compared and kept.
  test.each([
    // Dolibarr/dolibarr#23557, wasp-lang/wasp#4698, digitallyinduced/ihp#164
    ['rene\u0301@exemple.fr', 'ren\u00e9@exemple.fr'],
    ['RENE\u0301@exemple.fr', 'ren\u00e9@exemple.fr'],
    ['ju\u0308rgen@mu\u0308nchen.de', 'j\u00fcrgen@m\u00fcnchen.de'],
    // flora-pm/flora-server#561, datawookie/emayili#130
    ['kevin@xn--exmple-cua.com', 'kevin@exämple.com'],
    ['KEVIN@XN--EXMPLE-CUA.COM', 'kevin@exämple.com'],
    ['kevin@EXA\u0308MPLE.com', 'kevin@exämple.com'],
    ['jean@xn--caf-dma.fr', 'jean@café.fr'],
    // zone-eu/wildduck#1123, mailgun/flanker#160: the second label alone is encoded
    ['kevin@mail.xn--exmple-cua.com', 'kevin@mail.exämple.com'],
    // mozilla/persona#1370
    ['test@xn--hxajbheg2az3al.xn--jxalpdlp', 'test@παράδειγμα.δοκιμή'],
    // skeggse/isemail#151
    ['伊昭傑@xn--5nqv22n.xn--lhr59c', '伊昭傑@郵件.商務'],
    // ß is a letter of its own since IDNA 2008, and strasse.de another domain
    ['k@xn--strae-oqa.de', 'k@straße.de'],
    ['k@STRAẞE.de', 'k@straße.de'],
    ['k@strasse.de', 'k@strasse.de'],
    // The dotless i is a letter of its own. I is the capital of i, whatever the locale.
    ['k@xn--k-ekaa7p.com.tr', 'k@ışık.com.tr'],
    ['k@IŞIK.com.tr', 'k@işik.com.tr'],
    ['KEVIN@IPSWICH.fr', 'kevin@ipswich.fr'],
    // Full stops, letters and the @ of East Asian keyboards
    ['k@example。com', 'k@example.com'],
    ['k@example．co｡jp', 'k@example.co.jp'],
    ['k＠ｅxample.com', 'k@example.com'],
    // Compatibility characters that UTS 46 maps; the Kelvin sign is canonically a k
    ['\u212aevin@\u212aelvin.fr', 'kevin@kelvin.fr'],
    // validatorjs/validator.js#940, Expensify/App#34437, churchthemes/church-theme-framework#16
    ['\u200bkevin@startup.io', 'kevin@startup.io'],
    ['\u202akevin@startup.io\u202c', 'kevin@startup.io'],
    ['kevin@\u200bstartup.\u200bio\ufeff', 'kevin@startup.io'],
    ['ke\u00advin\ufe0f@start\u2060up.io', 'kevin@startup.io'],
  ])('%j is the address %j', (typed, kept) => {
    expect(read(client, typed)).toBe(kept)
    expect(read(client, kept)).toBe(kept)
  })

  test('a letter of another script makes another address', () => {
    // The first letter of the domain is Cyrillic.
    expect(read(client, 'k@\u0435xample.com')).toBe('k@\u0435xample.com')
    expect(read(client, 'k@xn--xample-2of.com')).toBe('k@\u0435xample.com')
    expect(read(client, 'k@example.com')).not.toBe(read(client, 'k@\u0435xample.com'))
  })

  test('whatever is accepted is in its form already: lower-case, NFC, without xn--', () => {
    const piece = fc.constantFrom(
      ...'aZéÉßẞıIİσΣςœ-.0１',
      'e\u0301',
      'xn--exmple-cua',
      '例',
      '。',
      '\u200b',
      'К',
      '\u0600',
      'ａ',
    )
    const typed = fc.tuple(fc.array(piece, { maxLength: 6 }), fc.array(piece, { maxLength: 6 }))
    fc.assert(
      fc.property(typed, ([before, domain]) => {
        const parsed = parse(client, `k${before.join('')}@${domain.join('')}.fr`)
        if ('refused' in parsed) return
        const { value } = parsed
        expect(value).toBe(value.normalize('NFC').toLowerCase().trim())
        expect(value).not.toMatch(/@(.*\.)?xn--/)
        expect(read(client, value)).toBe(value)
      }),
      { numRuns: 2000 },
    )
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
    'kevin@startup.io。',
    // A joiner shapes words of some scripts, so it is not dropped; here it joins nothing.
    'ke\u200dvin@startup.io',
    'kevin@start\u200dup.io',
    // No label of punycode
    'kevin@xn--.io',
    'kevin@xn--a.io',
    'kevin@xn--zzzzzz.io',
    // IP addresses, however they are written
    'kevin@１２７.0.0.1',
    'kevin@0x7f.1',
    'kevin@127.0.0.0x1',
    'kevin@startup.１２',
    'kevin@a%62.io',
    // 59 characters as they are read, more than 63 as they are sent
    `kevin@${'äöü'.repeat(20)}.io`,
    `kevin@${'startup.'.repeat(32)}io`,
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
