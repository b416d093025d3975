import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { amount } from '../../src/field/amount.ts'
import { en, fr, read, refusal } from './read.ts'

describe('amount', () => {
  test.each([
    ['1200', '1200.00'],
    ['1200.50', '1200.50'],
    ['1200,5', '1200.50'],
    ['1 200,50', '1200.50'],
    ['€1,200.50', '1200.50'],
    ['1 200,50 €', '1200.50'],
    ['1\u00a0200,50\u00a0€', '1200.50'],
    ['1\u202f200,50\u00a0€', '1200.50'],
    ['1\u2009200.50 EUR', '1200.50'],
    ['eur 1200', '1200.00'],
    ['1.200,50', '1200.50'],
    ['1,200,000', '1200000.00'],
    ['1.200.000,5', '1200000.50'],
    ['1 200 000', '1200000.00'],
    ['0', '0.00'],
    ['0,01', '0.01'],
    ['007', '7.00'],
    ['9 999 999 999.99', '9999999999.99'],
    ['1,20', '1.20'],
  ])('%j is read as %j in both languages', (typed, kept) => {
    expect(read(amount(en), typed)).toBe(kept)
    expect(read(amount(fr), typed)).toBe(kept)
  })

  test.each(['1,200', '1.200', '€1,200', '999.999', '1,200 €'])('%j is refused with both readings', (typed) => {
    const [, before, after] = /(\d+)[.,](\d+)/.exec(typed) ?? []
    const sentence = refusal(amount, typed)
    expect(sentence).toContain(`could mean ${before}${after} or ${before}.${after}. `)
    expect(refusal(amount, typed, fr)).toContain(`peut vouloir dire ${before}${after} ou ${before},${after}.`)
  })

  test.each(['-5', '−5', '- 5', '-€5', '€-5', '-1 200,50 €', '-0', '-1,200'])('%j is negative', (typed) => {
    expect(refusal(amount, typed)).toContain('is negative. An amount must be 0 or more.')
    expect(refusal(amount, typed, fr)).toContain('est négatif')
  })

  test.each(['1200.505', '0.001', '0,200', '1200.500', '1,200.505', '1 200,505'])(
    '%j has too many decimals',
    (typed) => {
      expect(refusal(amount, typed)).toContain('more than 2 decimals')
    },
  )

  test.each(['10000000000', '9 999 999 999,999', '99999999999999999999999', '10,000,000,000.00'])(
    '%j is never accepted nor rounded',
    (typed) => {
      expect(refusal(amount, typed)).toMatch(/The largest amount is €9,999,999,999\.99\.|more than 2 decimals/)
    },
  )

  test.each([
    'abc',
    '$1200',
    '1200 USD',
    '12 00',
    '1 2',
    '1,20,000',
    '1,200 000',
    '1.200,50,1',
    '1e3',
    '0x10',
    '5.',
    '.5',
    '+5',
    '€',
    '€5€',
    '1200-',
    '١٢',
    'NaN',
    'Infinity',
    '12\x1b[31m',
  ])('%j is unreadable', (typed) => {
    const sentence = refusal(amount, typed)
    expect(sentence).toContain('is not an amount in euros. Write it like 1200, 1200.50 or €1,200.50.')
    expect(sentence).not.toContain('\x1b')
  })

  test('what either language shows is read back to the cent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.constantFrom(en, fr), (cents, t) => {
        const exact = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
        expect(read(amount(t), exact)).toBe(exact)
        expect(read(amount(t), t.format.amount(exact))).toBe(exact)
      }),
    )
  })

  test('whatever is typed gives two decimals or one sentence', () => {
    const typed = fc
      .array(fc.constantFrom(...'0123459 .,€-\u00a0\u202f'), { maxLength: 14 })
      .map((each) => each.join(''))
    fc.assert(
      fc.property(typed, (written) => {
        let value: string
        try {
          value = read(amount(en), written)
        } catch (error) {
          expect(String(error)).toMatch(/\.$/)
          return
        }
        expect(value).toMatch(/^(0|[1-9]\d{0,9})\.\d\d$/)
        // The digits typed are the digits kept: nothing is lost, whatever separates them.
        const digits = written.replace(/\D/g, '').replace(/^0+/, '')
        expect(value.replace('.', '').replace(/^0+/, '')).toStartWith(digits)
      }),
      { numRuns: 2000 },
    )
  })
})
