/**
 * The VAT numbers of the European Union, of Northern Ireland (XI) and of Great Britain (GB): their forms and check digits, as the European
 * Commission's "VIES-VAT Validation Routines" describe them. To refuse a number that exists is worse than to accept one that does not, so
 * where a country also gave numbers without check digits, or by rules that sources tell differently, each of them counts.
 */

/** One form of a country's numbers, without the country's code, and whether the check digits of such a number are right. */
interface Form {
  readonly form: RegExp
  readonly isRight: (number: string) => boolean
}

interface Country {
  readonly forms: readonly Form[]
  /** A number that is right, with its code. */
  readonly example: string
}

const form = (form: RegExp, isRight: Form['isRight']): Form => ({ form, isRight })
/** The weights from the first one down to the last one, one by one. */
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => from - at)
/** The digits, each times the weight at its place. Digits behind the last weight do not count. */
const weighted = (number: string, weights: readonly number[]) =>
  weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
const last = (number: string) => Number(number.at(-1))
/** The rest of a division. Some numbers have more digits than a JavaScript number can hold. */
const rest = (number: string, by: number) =>
  Array.from(number, Number).reduce((left, digit) => (left * 10 + digit) % by, 0)

/** The sum of Luhn's formula (ISO/IEC 7812-1, Annex B): every second digit from the right is doubled. */
const luhnSum = (number: string) =>
  Array.from(number, Number)
    .toReversed()
    .reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0)
const luhn = (number: string) => luhnSum(number) % 10 === 0

/** ISO/IEC 7064, MOD 11,10. */
const mod1110 = (number: string) => {
  const digits = Array.from(number.slice(0, -1), Number)
  const product = digits.reduce((left, digit) => (((left + digit) % 10 || 10) * 2) % 11, 10)
  return (product + last(number)) % 10 === 1
}

/** The weighted sum, with the check digit among the digits, is a multiple of `of`. */
const multiple = (of: number, weights: readonly number[]) => (number: string) => weighted(number, weights) % of === 0

/** The last digit is what the weighted sum lacks to a multiple of 11. Where that is 10 or 11, it is `o.ten` or `o.eleven`. */
const complement =
  (weights: readonly number[], o: { readonly ten?: number; readonly eleven?: number }) => (number: string) => {
    const lacking = 11 - (weighted(number, weights) % 11)
    return last(number) === (lacking === 10 ? o.ten : lacking === 11 ? o.eleven : lacking)
  }

/** The last digit is the rest by 11 of the first weighted sum or, where that is 10, of the second one, whose 10 counts as 0. */
const twoSums = (first: readonly number[], second: readonly number[]) => (number: string) => {
  const found = weighted(number, first) % 11
  return last(number) === (found === 10 ? (weighted(number, second) % 11) % 10 : found)
}

/** Whether a birth number has a month: 50 is added for women, and 20 on days that ran out of numbers. */
const hasMonth = (number: string) => {
  const month = Number(number.slice(2, 4)) % 50
  return (month >= 1 && month <= 12) || (month >= 21 && month <= 32)
}

const cypriot = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
const cypriotLetter = (number: string) =>
  Array.from(number.slice(0, 8), Number).reduce(
    (total, digit, at) => total + (at % 2 ? digit : (cypriot[digit] ?? 0)),
    0,
  )

const dniLetter = (number: string) => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23]
/** Sources differ about which organisations have a digit and which a letter, so either counts. */
const cifControl = (number: string) => {
  const digit = (10 - (luhnSum(`${number.slice(1, 8)}0`) % 10)) % 10
  return number[8] === String(digit) || number[8] === 'JABCDEFGHI'[digit]
}

const irishLetters = 'WABCDEFGHIJKLMNOPQRSTUV'
const irishLetter = (digits: string, second = 'W') =>
  irishLetters[(weighted(digits, down(8, 2)) + 9 * irishLetters.indexOf(second)) % 23]

const frenchLetters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** The key in front of the SIREN. The rule for keys with letters is published, although none has been given so far. */
const frenchKey = (key: string, siren: string) => {
  if (/^\d+$/.test(key)) return Number(key) === rest(`${siren}12`, 97)
  const [first = 0, second = 0] = Array.from(key, (letter) => frenchLetters.indexOf(letter))
  const value = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
  return (Number(siren) + 1 + Math.floor(value / 11)) % 11 === value % 11
}

const british: readonly Form[] = [
  // Later series of numbers leave 42 or 55 instead of 0.
  form(/^\d{9}(?:\d{3})?$/, (number) =>
    [0, 42, 55].includes((weighted(number, down(8, 2)) + Number(number.slice(7, 9))) % 97),
  ),
  // Government departments, and health authorities.
  form(/^(?:GD[0-4]|HA[5-9])\d\d$/, () => true),
]

/** The countries by the code in front of their numbers. Greece has EL. */
export const vatCountries: Readonly<Record<string, Country>> = {
  AT: {
    forms: [form(/^U\d{8}$/, (number) => (luhnSum(number.slice(1, 8)) + 4 + last(number)) % 10 === 0)],
    example: 'ATU13585627',
  },
  BE: {
    forms: [form(/^[01]\d{9}$/, (number) => rest(number.slice(0, 8), 97) + Number(number.slice(8)) === 97)],
    example: 'BE0428759497',
  },
  BG: {
    forms: [
      form(/^\d{9}$/, twoSums([1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10])),
      // Citizens, foreigners, and others.
      form(
        /^\d{10}$/,
        (number) =>
          (weighted(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(number) ||
          weighted(number, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 === last(number) ||
          complement([4, 3, 2, 7, 6, 5, 4, 3, 2], { eleven: 0 })(number),
      ),
    ],
    example: 'BG175074752',
  },
  CY: {
    forms: [form(/^\d{8}[A-Z]$/, (number) => cypriotLetter(number) % 26 === (number.codePointAt(8) ?? 0) - 65)],
    example: 'CY10259033P',
  },
  CZ: {
    forms: [
      form(/^\d{8}$/, complement(down(8, 2), { ten: 0, eleven: 1 })),
      // Birth numbers of before 1954 have no check digit. Other individuals have a number of their own that begins with 6.
      form(/^\d{9}$/, (number) => {
        const lacking = (10 - (weighted(number.slice(1), down(8, 2)) % 11)) % 11
        return hasMonth(number) || (number.startsWith('6') && last(number) === (18 - lacking) % 10)
      }),
      form(/^\d{10}$/, (number) => hasMonth(number) && last(number) === rest(number.slice(0, 9), 11) % 10),
    ],
    example: 'CZ27082440',
  },
  DE: { forms: [form(/^[1-9]\d{8}$/, mod1110)], example: 'DE136695976' },
  DK: { forms: [form(/^\d{8}$/, multiple(11, [2, 7, 6, 5, 4, 3, 2, 1]))], example: 'DK13585628' },
  EE: { forms: [form(/^\d{9}$/, multiple(10, [3, 7, 1, 3, 7, 1, 3, 7, 1]))], example: 'EE100931558' },
  EL: {
    forms: [
      form(/^\d{9}$/, (number) => last(number) === (weighted(number, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10),
    ],
    example: 'EL094259216',
  },
  ES: {
    forms: [
      form(/^\d{8}[A-Z]$/, (number) => dniLetter(number.slice(0, 8)) === number[8]),
      // Foreigners, whose letter is a digit of the sum.
      form(
        /^[XYZ]\d{7}[A-Z]$/,
        (number) => dniLetter('XYZ'.indexOf(number.charAt(0)) + number.slice(1, 8)) === number[8],
      ),
      // Spaniards without an identity card.
      form(/^[KLM]\d{7}[A-Z]$/, (number) => dniLetter(number.slice(1, 8)) === number[8] || cifControl(number)),
      form(/^[A-HJNP-SUVW]\d{7}[0-9A-J]$/, cifControl),
    ],
    example: 'ESB58378431',
  },
  FI: { forms: [form(/^\d{8}$/, multiple(11, [7, 9, 10, 5, 8, 4, 2, 1]))], example: 'FI20774740' },
  FR: {
    forms: [
      // The numbers of Monaco begin with 000 behind the key, and are no SIREN.
      form(
        /^[0-9A-HJ-NP-Z]{2}\d{9}$/,
        (number) =>
          (luhn(number.slice(2)) || number.startsWith('000', 2)) && frenchKey(number.slice(0, 2), number.slice(2)),
      ),
    ],
    example: 'FR40303265045',
  },
  GB: { forms: british, example: 'GB980780684' },
  HR: { forms: [form(/^\d{11}$/, mod1110)], example: 'HR33392005961' },
  HU: { forms: [form(/^\d{8}$/, multiple(10, [9, 7, 3, 1, 9, 7, 3, 1]))], example: 'HU12892312' },
  IE: {
    forms: [
      form(/^\d{7}[A-W][A-W]?$/, (number) => irishLetter(number.slice(0, 7), number[8]) === number[7]),
      form(/^\d[A-Z+*]\d{5}[A-W]$/, (number) => irishLetter(`0${number.slice(2, 7)}${number[0]}`) === number[7]),
    ],
    example: 'IE6433435OA',
  },
  IT: { forms: [form(/^(?!0{7})\d{11}$/, luhn)], example: 'IT00743110157' },
  LT: {
    forms: [
      form(/^\d{7}1\d$/, twoSums([1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 1])),
      form(/^\d{10}1\d$/, twoSums([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4])),
    ],
    example: 'LT119511515',
  },
  LU: {
    forms: [form(/^\d{8}$/, (number) => rest(number.slice(0, 6), 89) === Number(number.slice(6)))],
    example: 'LU15027442',
  },
  LV: {
    forms: [
      form(/^[4-9]\d{10}$/, (number) => weighted(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3),
      // Persons. Their numbers since 2017 begin with 32 and hide the date of birth.
      form(
        /^[0-3]\d{10}$/,
        (number) =>
          number.startsWith('32') ||
          last(number) === ((1 + weighted(number, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10,
      ),
    ],
    example: 'LV40003521600',
  },
  MT: { forms: [form(/^\d{8}$/, multiple(37, [3, 4, 6, 7, 8, 9, 10, 1]))], example: 'MT11679112' },
  NL: {
    forms: [
      // A company, or since 2020 a sole trader, whose number hides the one of the citizen.
      form(
        /^\d{9}B(?!00)\d\d$/,
        (number) =>
          weighted(number, [...down(9, 2), -1]) % 11 === 0 || rest(`2321${number.replace('B', '11')}`, 97) === 1,
      ),
    ],
    example: 'NL004495445B01',
  },
  PL: {
    forms: [form(/^\d{10}$/, (number) => weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(number))],
    example: 'PL8567346215',
  },
  PT: { forms: [form(/^[1-9]\d{8}$/, complement(down(9, 2), { ten: 0, eleven: 0 }))], example: 'PT501964843' },
  RO: {
    forms: [
      form(/^[1-9]\d{1,9}$/, (number) => {
        const padded = number.padStart(10, '0')
        return ((weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(number)
      }),
      form(/^[1-9]\d{12}$/, (number) => {
        const found = weighted(number, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
        return last(number) === (found === 10 ? 1 : found)
      }),
    ],
    example: 'RO18547290',
  },
  SE: { forms: [form(/^\d{10}(?!00)\d\d$/, (number) => luhn(number.slice(0, 10)))], example: 'SE556188840401' },
  SI: { forms: [form(/^[1-9]\d{7}$/, complement(down(8, 2), { ten: 0 }))], example: 'SI50223054' },
  SK: { forms: [form(/^[1-9]\d{9}$/, (number) => rest(number, 11) === 0)], example: 'SK2022749619' },
  XI: { forms: british, example: 'XI980780684' },
}
