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
    ['1,200.5', '1200.50'],
    ['1200 euros', '1200.00'],
    ['Euro 1200', '1200.00'],
    // Switzerland: ledger/ledger#2609, scrapinghub/price-parser#61 and #85, facebook/duckling#706
    ["1'200", '1200.00'],
    ["1'200.50", '1200.50'],
    ['1\u2019200.20', '1200.20'],
    ["1'234'567,89 EUR", '1234567.89'],
    ['1\u02bc200', '1200.00'],
    // Spaces of every width: dotnet/coreclr#25154, globalizejs/globalize#288, JavaMoney/jsr354-ri#193
    ['9\u202f999\u202f999,99\u202f€', '9999999.99'],
    ['123\u00a0456,78', '123456.78'],
    ['1\u3000200,50', '1200.50'],
    // Keyboards of East Asia and the Arab world; what comes along when an amount is copied
    ['１２００．５０', '1200.50'],
    ['１，２００．５０', '1200.50'],
    ['١٢٠٠', '1200.00'],
    ['\u200e1200,50\u00a0€\u200e', '1200.50'],
    // ex-money/money#112
    ['1,127.54 €', '1127.54'],
    ['1.127,54 €', '1127.54'],
  ])('%j is read as %j in both languages', (typed, kept) => {
    expect(read(amount(en), typed)).toBe(kept)
    expect(read(amount(fr), typed)).toBe(kept)
  })

  // ledger/ledger#1941, dm4t2/vue-currency-input#102, cknow/laravel-money#6: the same digits, a thousand times more
  test.each(['1,200', '1.200', '€1,200', '999.999', '1,200 €', '1.234', '1.500', '1,200 euros'])(
    '%j is refused with both readings',
    (typed) => {
      const [, before, after] = /(\d+)[.,](\d+)/.exec(typed) ?? []
      const sentence = refusal(amount, typed)
      expect(sentence).toContain(`could mean ${before}${after} or ${before}.${after}. `)
      expect(refusal(amount, typed, fr)).toContain(`peut vouloir dire ${before}${after} ou ${before},${after}.`)
    },
  )

  // actualbudget/actual#6206, bank2ynab/bank2ynab#527: a minus that is U+2212 was dropped, and the amount became positive
  test.each([
    '-5',
    '−5',
    '\u2212100,00',
    '\u2013123.45',
    '\uff0d5',
    '- 5',
    '-€5',
    '€-5',
    '-1 200,50 €',
    '-0',
    '-1,200',
  ])('%j is negative', (typed) => {
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
    'NaN',
    'nan',
    'Infinity',
    '-Infinity',
    '∞',
    '12e2',
    '12%',
    '½',
    "12'00",
    "1'200 000",
    "1'200,000.50",
    "'1200",
    // Rudd-O/ledgerhelpers#9
    '€ 1,00,,000',
    '1.00,.000',
    // globalizejs/globalize#148
    '1000,100.01',
    // Two cells of a spreadsheet
    '1\t200',
    '1200 / 1300',
    '(1200)',
    'CHF 1200',
    '1_200',
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
