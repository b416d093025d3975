/** What is wrong with a value that was typed. `received` comes shortened and printable, and numbers come written out. */
interface Received {
  readonly received: string
}
interface Range {
  readonly min: string
  readonly max: string
}

export const value = {
  notText: 'Text is required here.',
  empty: 'The value cannot be empty.',
  noWords: ({ received }: Received) => `"${received}" has no letter or digit to search for.`,
  text: {
    control: ({ received, character }: Received & { character: string }) =>
      `"${received}" contains the control character ${character}. Use printable text only.`,
    controlInLines: ({ received, character }: Received & { character: string }) =>
      `"${received}" contains the control character ${character}. Use printable text, tabs and line breaks only.`,
    broken: ({ received, character }: Received & { character: string }) =>
      `"${received}" is not valid Unicode: ${character} is half a character.`,
    tooLong: ({ received, length, max }: Received & { length: string; max: string }) =>
      `"${received}" is too long: ${length} characters, and the limit is ${max}.`,
  },
  username: {
    length: ({ received, length, min, max }: Received & Range & { length: string }) =>
      `"${received}" has ${length} ${length === '1' ? 'character' : 'characters'}. A username has ${min} to ${max} characters: a-z 0-9 . _ -`,
    characters: ({ received, characters, min, max }: Received & Range & { characters: string }) =>
      `"${received}" contains ${characters}. A username has ${min} to ${max} characters: a-z 0-9 . _ -`,
    space: 'a space',
  },
  password: {
    refused: ({ needs }: { needs: string }) => `The password must have ${needs}.`,
    atLeast: ({ min }: { min: string }) => `at least ${min} characters`,
    atMost: ({ max }: { max: string }) => `at most ${max} characters`,
    upper: 'an upper-case letter',
    lower: 'a lower-case letter',
    digit: 'a digit',
    printable: 'only printable characters',
  },
  email: ({ received }: Received) => `"${received}" is not an email address. Write it like kevin@startup.io.`,
  phone: {
    unreadable: ({ received }: Received) =>
      `"${received}" is not a phone number. Write a French one like 06 12 34 56 78, any other like +678 123 456 78.`,
    two: ({ received }: Received) => `"${received}" holds two phone numbers. Keep one of them.`,
    extension: ({ received, extension }: Received & { extension: string }) =>
      `"${received}" has an extension, which cannot be kept. Write the number without "${extension}".`,
  },
  vatNumber: {
    noCountry: ({ received, example }: Received & { example: string }) =>
      `"${received}" has no country code. Write it in front of the number, like ${example}.`,
    unknownCountry: ({ received, code }: Received & { code: string }) =>
      `"${received}" is not a VAT number: ${code} is not the code of a country, or what follows is not a number.`,
    form: ({ received, code, example }: Received & { code: string; example: string }) =>
      `"${received}" is not a VAT number of ${code}. Write it like ${example}.`,
    checkDigits: ({ received, code }: Received & { code: string }) =>
      `"${received}" has a typing error: its check digits do not fit a VAT number of ${code}.`,
  },
  amount: {
    unreadable: ({ received }: Received) =>
      `"${received}" is not an amount in euros. Write it like 1200, 1200.50 or €1,200.50.`,
    ambiguous: ({
      received,
      whole,
      decimal,
      rounded,
    }: Received & { whole: string; decimal: string; rounded: string }) =>
      `"${received}" could mean ${whole} or ${decimal}. Write ${whole}, or use at most 2 decimals, like ${rounded}.`,
    decimals: ({ received }: Received) => `"${received}" has more than 2 decimals. Write an amount like 1200.50.`,
    negative: ({ received }: Received) => `"${received}" is negative. An amount must be 0 or more.`,
    nothing: 'The amount must be more than 0.',
    tooLarge: ({ received, max }: Received & { max: string }) =>
      `"${received}" is too large. The largest amount is ${max}.`,
  },
  date: {
    ahead: ({ received }: Received) => `"${received}" is after today. Give the day on which it happened.`,
    timed: ({ received }: Received) => `"${received}" has a time. Only a day is kept here, like 31/12/2026.`,
    unreadable: ({ received }: Received) =>
      `"${received}" is not a date. Write it like 31/12/2026 14:30, tomorrow 2pm or next month.`,
    month: ({ received, month }: Received & { month: string }) =>
      `"${received}" is not a date: there is no month ${month}. Write the day first, like 31/12/2026.`,
    day: ({ received, day, month, days }: Received & { day: string; month: string; days: string }) =>
      `"${received}" is not a date: ${month} has no day ${day}, only 1 to ${days}.`,
    time: ({ received, time }: Received & { time: string }) =>
      `"${received}" is not a date: ${time} is not a time. Write it like 14:30, 14h30 or 2:30 PM.`,
    offset: ({ received, offset }: Received & { offset: string }) =>
      `"${received}" is not a date: ${offset} is not a UTC offset. Write Z or an offset like +02:00.`,
    dayOnly: 'Give a day without a time: the hours stay.',
    understood: ({ date }: { date: string }) => `→ ${date}`,
    week: ({ received, week, year, weeks }: Received & { week: string; year: string; weeks: string }) =>
      `"${received}" is not a date: ${year} has no week ${week}, only 1 to ${weeks}.`,
    weekday: ({ received, date }: Received & { date: string }) =>
      `"${received}" is not a date: the weekday does not match ${date}.`,
    year: ({ received }: Received) => `"${received}" is out of range. Dates go from 03/01/0001 to 29/12/9999, in UTC.`,
  },
  duration: ({ received }: Received) =>
    `"${received}" is not a length of time. Write it like 30d, 2 weeks or 6 months.`,
  yesNo: ({ received }: Received) => `"${received}" is not a yes or no. Write true, false, yes, no, oui, non, 1 or 0.`,
  id: ({ received, max }: Received & { max: string }) =>
    `"${received}" is not an id. An id is a whole number from 1 to ${max}.`,
  count: ({ received, max }: Received & { max: string }) => `"${received}" is not a whole number from 0 to ${max}.`,
}
