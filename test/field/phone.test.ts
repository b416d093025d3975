import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { phone } from '../../src/field/phone.ts'
import { en, fr, parse, read, refusal } from './read.ts'

describe('phone', () => {
  test.each([
    ['06 12 34 56 78', '+33612345678'],
    ['0612345678', '+33612345678'],
    ['06.12.34.56.78', '+33612345678'],
    ['06-12-34-56-78', '+33612345678'],
    ['06\u00a012\u202f34\u200956 78', '+33612345678'],
    ['02 54 44 03 58', '+33254440358'],
    ['0 800 123 456', '+33800123456'],
    ['+33 6 12 34 56 78', '+33612345678'],
    ['+33 (0)6 12 34 56 78', '+33612345678'],
    ['(+33) 6 12 34 56 78', '+33612345678'],
    ['0033 6 12 34 56 78', '+33612345678'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['0044 20 7946 0958', '+442079460958'],
    ['+678 123 456 78', '+67812345678'],
    ['00678 123 456 78', '+67812345678'],
    ['+999 123 456', '+999123456'],
    ['+123456', '+123456'],
    // 00 is the prefix of international calls: what follows is possible.
    ['00 12 34 56 78', '+12345678'],
    ['+999123456789012', '+999123456789012'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(read(phone(en), typed)).toBe(kept)
  })

  test.each([
    '06 12 34 56 7',
    '06 12 34 56 789',
    '+33 6 12 34 56 7',
    '+12345',
    '+9991234567890123',
    '+0612345678',
    '15',
    'call me',
    '06 12 34 56 78 ext. 5',
    '06 12 34 56 AB',
    '++33612345678',
    '+',
    '06;12;34;56;78',
  ])('%j is refused with examples', (typed) => {
    expect(refusal(phone, typed)).toContain('06 12 34 56 78, any other like +678 123 456 78')
  })

  test('is refused in French too', () => {
    expect(refusal(phone, '12', fr)).toBe(
      "«\u00a012\u00a0» n'est pas un numéro de téléphone. Exemples\u00a0: 06 12 34 56 78 en France, +678 123 456 78 ailleurs.",
    )
  })

  test('what is kept is read back the same, and shown so that it can be typed again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(\+[1-9]\d{5,14}|0[1-9]\d{8})$/), (typed) => {
        const parsed = parse(phone(en), typed)
        if ('refused' in parsed) return
        expect(parsed.value).toMatch(/^\+[1-9]\d{5,14}$/)
        expect(read(phone(en), parsed.value)).toBe(parsed.value)
        expect(read(phone(en), en.format.phone(parsed.value))).toBe(parsed.value)
      }),
    )
  })

  test('an international number is refused only in France', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{5,14}$/), (typed) => {
        fc.pre(!typed.startsWith('+33'))
        expect(parse(phone(en), typed)).toHaveProperty('value')
      }),
    )
  })
})
