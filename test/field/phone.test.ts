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
    ['06/12/34/56/78', '+33612345678'],
    ['[06] 12 34 56 78', '+33612345678'],
    // A slash behind the area code is German usage.
    ['+49 30/1234567', '+49301234567'],
    ['+49 33203 / 123456', '+4933203123456'],
    ['+49 (0)30 / 1234567', '+49301234567'],
    ['06 12 34 / 56 78', '+33612345678'],
    ['+999 123/456 789', '+999123456789'],
    // RFC 3966; verbb/hyper#86
    ['tel:+33-6-12-34-56-78', '+33612345678'],
    ['TEL: 06.12.34.56.78', '+33612345678'],
    // The apostrophe with which a spreadsheet keeps the plus and the zero.
    ["'+33612345678", '+33612345678'],
    ['\u20190612345678', '+33612345678'],
    // Non-breaking hyphens, dashes and middle dots between the digits.
    ['06\u201112\u201134\u201156\u201178', '+33612345678'],
    ['06\u201312\u201434\u221256\u00b778', '+33612345678'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(read(phone(en), typed)).toBe(kept)
  })

  // The blocks of Arcep's list of attributed numbers (MAJNUM.csv, July 2025), each with the first number of one that is in use.
  test.each([
    ['0262 20 00 00', '+262262200000'],
    ['0263 00 00 00', '+262263000000'],
    ['0692 12 34 56', '+262692123456'],
    ['0693 00 00 00', '+262693000000'],
    ['0709 20 00 00', '+262709200000'],
    ['0939 90 00 00', '+262939900000'],
    ['0947 90 00 00', '+262947900000'],
    ['0976 22 00 00', '+262976220000'],
    // Mayotte
    ['0269 60 00 00', '+262269600000'],
    ['0639 12 34 56', '+262639123456'],
    ['0639 99 00 00', '+262639990000'],
    ['0709 35 00 00', '+262709350000'],
    ['0976 90 00 00', '+262976900000'],
    // Guadeloupe; jackocnr/intl-tel-input#1365, giggsey/libphonenumber-for-php#517
    ['0590 27 00 00', '+590590270000'],
    ['0690 33 59 41', '+590690335941'],
    ['0691 22 00 00', '+590691220000'],
    ['0709 00 00 00', '+590709000000'],
    ['0976 01 00 00', '+590976010000'],
    // French Guiana; google/libphonenumber#2113
    ['0594 30 00 00', '+594594300000'],
    ['0694 20 12 34', '+594694201234'],
    ['0709 30 00 00', '+594709300000'],
    ['0976 40 00 00', '+594976400000'],
    // Martinique; google/libphonenumber#1748, #1329
    ['0596 50 00 00', '+596596500000'],
    ['0696 60 00 24', '+596696600024'],
    ['0697 00 00 00', '+596697000000'],
    ['0709 10 00 00', '+596709100000'],
    ['0976 60 00 00', '+596976600000'],
    // Saint Pierre and Miquelon
    ['0508 41 12 34', '+508411234'],
    ['0708 56 00 00', '+508708560000'],
    // The same numbers behind the code of metropolitan France: giggsey/libphonenumber-for-php#446, Immersion-Facilitee/immersion-facile#3231
    ['+33 692 11 22 33', '+262692112233'],
    ['0033 6 96 60 00 24', '+596696600024'],
    ['+262 (0)692 12 34 56', '+262692123456'],
    ['+262 692 12 34 56', '+262692123456'],
  ])('%j is a number of the overseas territories: %j', (typed, kept) => {
    expect(read(phone(en), typed)).toBe(kept)
    expect(read(phone(en), en.format.phone(kept))).toBe(kept)
  })

  // 0639 98 is for fiction (Arcep, decision 2018-0881); 0695, 0698 and 0699 are metropolitan, as are 0939 0 to 0939 4.
  test.each([
    ['06 39 98 12 34', '+33639981234'],
    ['06 38 12 34 56', '+33638123456'],
    ['06 95 00 00 00', '+33695000000'],
    ['06 98 00 00 00', '+33698000000'],
    ['06 99 00 00 00', '+33699000000'],
    ['09 39 40 00 00', '+33939400000'],
    ['09 47 00 00 00', '+33947000000'],
    ['07 08 00 00 00', '+33708000000'],
    ['02 61 91 12 34', '+33261911234'],
    ['05 91 00 00 00', '+33591000000'],
  ])('%j stays a number of metropolitan France', (typed, kept) => {
    expect(read(phone(en), typed)).toBe(kept)
  })

  test.each([
    '+44 20 7946 0958 / 59',
    '06 12 34 56 78 / 06 98 76 54 32',
    '06 12 34 56 78 / 79',
    // Glued, both are valid in Germany.
    '+49 30 1234567 / 68',
    '0692123456/0262123456',
    '+377 93 15 22 22 / +33 6 12 34 56 78',
    // alltheplaces/alltheplaces#9548
    '06 12 34 56 78; 06 98 76 54 32',
    '06 12 34 56 78, 06 98 76 54 32',
    // catamphetamine/libphonenumber-js#268
    '06 12 34 56 78 06 98 76 54 32',
    '06 12 34 56 78 - 06 98 76 54 32',
    '06 12 34 56 78\n06 98 76 54 32',
    '06.12.34.56.78 ou 06.98.76.54.32',
    '+44 20 7946 0958 or 020 7946 0959',
    '06 12 34 56 78 (06 98 76 54 32)',
    '+33612345678+33698765432',
    '06 12 34 56 78 + 06 98 76 54 32',
    '+999 123 456 / +999 123 457',
  ])('%j is told to be two numbers', (typed) => {
    expect(refusal(phone, typed)).toEndWith('" holds two phone numbers. Keep one of them.')
    expect(refusal(phone, typed, fr)).toEndWith('contient deux numéros de téléphone. Gardez-en un seul.')
  })

  test.each([
    ['01 42 34 56 78 ext. 12', 'ext. 12'],
    ['01 42 34 56 78 poste 12', 'poste 12'],
    ['01 42 34 56 78 (poste 12)', 'poste 12'],
    ['01 42 34 56 78 p. 12', 'p. 12'],
    ['01 42 34 56 78 #12', '#12'],
    // daddyz/phonelib#367
    ['+1 650 253 0000 x136', 'x136'],
    // TrevorPilley/phone-number-parser#492
    ['tel:+44-114-272-6444,1234', ',1234'],
    ['tel:+44-114-272-6444;1234', ';1234'],
    ['tel:+44-114-272-6444;ext=1234', ';ext=1234'],
  ])('%j has an extension, which is named and never glued to the number', (typed, extension) => {
    expect(refusal(phone, typed)).toEndWith(`Write the number without "${extension}".`)
    expect(refusal(phone, typed, fr)).toEndWith(`Écrivez le numéro sans «\u00a0${extension}\u00a0».`)
  })

  test.each([
    // google/libphonenumber#2135, verbb/hyper#86
    ['\u202a+33 6 12 34 56 78\u202c', '+33612345678'],
    ['\u202d0612345678\u202c', '+33612345678'],
    // signalapp/Signal-Android#11630
    ['\u2068+33612345678\u2069', '+33612345678'],
    // contao/core#8434
    ['\u200e0612345678', '+33612345678'],
    // woocommerce/woocommerce#58000
    ['+1\ufe0d-415-555-2671', '+14155552671'],
    ['\ufeff06\u200b12\u00ad34\u206056\u200d78', '+33612345678'],
    // jackocnr/intl-tel-input#2105, marmelroy/PhoneNumberKit#332
    ['٠٦١٢٣٤٥٦٧٨', '+33612345678'],
    ['۰۶ ۱۲ ۳۴ ۵۶ ۷۸', '+33612345678'],
    ['＋３３（０）６１２３４５６７８', '+33612345678'],
  ])('%j loses what nobody sees, and its digits become the ordinary ones', (typed, kept) => {
    expect(read(phone(en), typed)).toBe(kept)
  })

  test('nothing but invisible marks is empty', () => {
    expect(refusal(phone, '\u202a \u202c')).toBe('The value cannot be empty.')
  })

  test.each([
    '06 12 34 56 7',
    // A pair too many is a slip, and no second number.
    '06 12 34 56 78 90',
    '0800 FLOWERS',
    '02/633',
    'tel:',
    '1\ufe0f\u20e3 2\ufe0f\u20e3',
    '0'.repeat(10_000),
    '06 12 34 56 78 / '.repeat(1_000),
    '06 12 34 56 789',
    '+33 6 12 34 56 7',
    '+12345',
    '+9991234567890123',
    '+0612345678',
    '15',
    'call me',
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
