import { expect, test } from 'bun:test'
import { vatCountries } from '../../src/field/vat-check-digits.ts'
import { vatNumber } from '../../src/field/vat-number.ts'
import { en, fr, parse, read, refusal } from './read.ts'

/** By country: numbers that exist or follow the published rule, and numbers of the right form with wrong check digits. */
const table: Readonly<Record<string, readonly [right: string, wrong: string]>> = {
  AT: ['ATU13585627 ATU33864707 ATU66889218', 'ATU13585626 ATU13585762'],
  BE: ['BE0428759497 BE0411905847 BE1559906389', 'BE0428759498 BE0897221791 BE1009876543'],
  // BG202320104 and BG205242290 were refused by others, who took the second sum for the first one.
  BG: ['BG175074752 BG202320104 BG205242290 BG7523169263 BG7111042925', 'BG175074751 BG202320109 BG7523169260'],
  CY: ['CY10259033P CY71309029I', 'CY10259033Z CY10259043P'],
  CZ: ['CZ27082440 CZ25123891 CZ7103192745 CZ640903926 CZ699000899 CZ395601439', 'CZ27082441 CZ7103192746 CZ699000898'],
  DE: ['DE136695976 DE811569869', 'DE136695978 DE999999999'],
  DK: ['DK13585628 DK88146328', 'DK13585627'],
  EE: ['EE100931558 EE100594102', 'EE100594103'],
  EL: ['EL094259216 EL040127797', 'EL123456781'],
  // ESX5910266W was refused by others, who knew no foreigners. Organisations have a digit or a letter.
  ES: [
    'ESB58378431 ESA28015865 ESX5910266W ES54362315K ESM6668986J ESQ2818002D ESN0032484H',
    'ESB58378432 ESX5910266A ES54362315Z ESQ2818002E',
  ],
  FI: ['FI20774740 FI01120389', 'FI20774741 FI44664790'],
  // FR01823580113 was refused by others, who read the key as a number without its leading 0. Monaco has no SIREN.
  FR: [
    'FR40303265045 FR23334175221 FR01823580113 FR83404833048 FR53000004605 FRK7399859412',
    'FR41303265045 FR40303265054 FR84323140391 FRKC142914984',
  ],
  GB: ['GB980780684 GB340804329 GB434031494 GB802311782 GB980780684001 GBGD001 GBHA599', 'GB802311781 GB980780685'],
  HR: ['HR33392005961 HR38192148118', 'HR33392005962'],
  HU: ['HU12892312 HU10597190', 'HU12892313'],
  // IE3706224MH was refused by others, who forgot that the second letter counts.
  IE: ['IE6433435F IE6433435OA IE8D79739I IE3706224MH IE1102182JE', 'IE6433435E IE6433435HH IE8D79739J'],
  IT: ['IT00743110157 IT00159560366', 'IT00743110158'],
  LT: ['LT119511515 LT100001919017 LT100004801610 LT213179412', 'LT100001919018 LT119511516'],
  LU: ['LU15027442 LU26375245', 'LU15027443'],
  LV: ['LV40003521600 LV40003009497 LV16117519997 LV32123456789', 'LV40003521601 LV16117519998'],
  MT: ['MT11679112 MT15121333', 'MT11679113'],
  // The last three are sole traders since 2020, whose numbers do not follow the older rule.
  NL: ['NL004495445B01 NL010000446B01 NL002342672B42 NL001266526B03 NL000099998B57', 'NL004495446B01 NL002342672B43'],
  PL: ['PL8567346215 PL5260001246', 'PL8567346216 PL0947639340'],
  PT: ['PT501964843 PT502757191', 'PT501964842'],
  RO: ['RO18547290 RO27 RO1630615123457', 'RO18547291 RO1630615123458'],
  SE: ['SE556188840401 SE123456789701', 'SE556188840501 SE123456789101'],
  SI: ['SI50223054 SI15012557', 'SI50223055'],
  SK: ['SK2022749619 SK2020317068', 'SK2022749618'],
  XI: ['XI980780684 XI980780684001 XIGD499', 'XI980780685'],
}

test('every country of the Union, Northern Ireland and Great Britain has numbers in the table', () => {
  expect(Object.keys(table)).toEqual(Object.keys(vatCountries))
  expect(Object.keys(table)).toHaveLength(27 + 2)
})

for (const [code, [right, wrong]] of Object.entries(table)) {
  test(`${code}: numbers that exist are accepted, a wrong digit is found`, () => {
    const answers = right.split(' ').map((number) => [number, parse(vatNumber(en), number)])
    expect(answers).toEqual(right.split(' ').map((number) => [number, { value: number }]))
    for (const number of wrong.split(' ')) {
      expect(refusal(vatNumber, number)).toBe(
        `"${number}" has a typing error: its check digits do not fit a VAT number of ${code}.`,
      )
    }
    // The example of a sentence is a number that one may type.
    const example = vatCountries[code]?.example ?? ''
    expect(read(vatNumber(en), example)).toBe(example)
  })

  test(`${code}: another form is refused with an example`, () => {
    for (const number of [`${code}1234567890123456`, `${code}?`, code]) {
      const example = vatCountries[code]?.example ?? ''
      expect(refusal(vatNumber, number)).toBe(`"${number}" is not a VAT number of ${code}. Write it like ${example}.`)
    }
  })
}

test('spaces, dots, hyphens and small letters are accepted and not stored', () => {
  const spellings = [
    'FR 40 303 265 045',
    'fr40.303.265.045',
    ' Fr 40-303-265-045 ',
    'FR\u00a040\u202f303\u202f265\u202f045',
  ]
  for (const typed of [...spellings, '\u202aFR40303265045\u202c', 'ＦＲ４０３０３２６５０４５'])
    expect(read(vatNumber(en), typed)).toBe('FR40303265045')
})

test('a country under its other code, and a number without its leading 0', () => {
  expect(read(vatNumber(en), 'GR 094259216')).toBe('EL094259216')
  expect(read(vatNumber(en), 'EL 94259216')).toBe('EL094259216')
  expect(read(vatNumber(en), 'UK 980 7806 84')).toBe('GB980780684')
  expect(read(vatNumber(en), 'BE 428.759.497')).toBe('BE0428759497')
})

test('a number without its country is refused, with the French one where that is right', () => {
  expect(refusal(vatNumber, '40 303 265 045')).toBe(
    '"40 303 265 045" has no country code. Write it in front of the number, like FR40303265045.',
  )
  expect(refusal(vatNumber, '01823580113')).toEndWith('like FR01823580113.')
  expect(refusal(vatNumber, '123')).toEndWith('like FR40303265045.')
  expect(refusal(vatNumber, 'é40303265045', fr)).toBe(
    "«\u00a0é40303265045\u00a0» n'a pas de code de pays. Écrivez-le devant le numéro, comme dans FR40303265045.",
  )
})

test('of other countries the code must exist, and some digits', () => {
  expect(read(vatNumber(en), 'CHE-123.456.788 MWST')).toBe('CHE123456788MWST')
  expect(read(vatNumber(en), 'NO 923 609 016 MVA')).toBe('NO923609016MVA')
  expect(read(vatNumber(en), 'VU 700123')).toBe('VU700123')
  for (const typed of ['FT40303265045', 'CH', 'CHE', 'CH1', 'NO92360901623609016', 'TVA'])
    expect(refusal(vatNumber, typed)).toStartWith(`"${typed}" is not a VAT number: ${typed.slice(0, 2)} is not`)
})

test('a number of only zeros, and a Dutch one with the suffix 00, have no form that exists', () => {
  for (const number of ['IT00000000000', 'NL004495445B00', 'DE036695976', 'FI2077474'])
    expect(refusal(vatNumber, number)).toStartWith(`"${number}" is not a VAT number of `)
})

test('nothing is not a number, and what was typed is shown safely', () => {
  expect(refusal(vatNumber, '  ')).toBe('The value cannot be empty.')
  expect(refusal(vatNumber, 'FR\x1b[31m')).toContain('"FR\\x1b[31m"')
})
