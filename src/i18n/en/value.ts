/** What is said of a value that cannot be read (product.md §2). `received` comes shortened and printable; numbers come written out. */
interface Received {
  readonly received: string
}
interface Range {
  readonly min: string
  readonly max: string
}

export const value = {
  notText: 'A text is expected here.',
  empty: 'This value must not be empty.',
  text: {
    control: ({ received, character }: Received & { character: string }) =>
      `"${received}" contains the control character ${character}; only printable text is accepted.`,
    controlInLines: ({ received, character }: Received & { character: string }) =>
      `"${received}" contains the control character ${character}; only printable text, tabs and line breaks are accepted.`,
    broken: ({ received, character }: Received & { character: string }) =>
      `"${received}" is not valid Unicode: ${character} is half a character.`,
    tooLong: ({ received, length, max }: Received & { length: string; max: string }) =>
      `"${received}" has ${length} characters; at most ${max} are accepted.`,
  },
  username: {
    length: ({ received, length, min, max }: Received & Range & { length: string }) =>
      `"${received}" has ${length} ${length === '1' ? 'character' : 'characters'}; a username has ${min} to ${max}, among a-z 0-9 . _ -`,
    characters: ({ received, characters, min, max }: Received & Range & { characters: string }) =>
      `"${received}" cannot be a username because of ${characters}; it has ${min} to ${max} characters among a-z 0-9 . _ -`,
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
  email: ({ received }: Received) => `"${received}" is not an email address; write it as kevin@startup.io.`,
  phone: ({ received }: Received) =>
    `"${received}" is not a phone number; write a French one as 06 12 34 56 78, any other as +678 123 456 78.`,
  amount: {
    unreadable: ({ received }: Received) =>
      `"${received}" is not an amount in euros; write it as 1200, 1200.50 or €1,200.50.`,
    ambiguous: ({
      received,
      whole,
      decimal,
      rounded,
    }: Received & { whole: string; decimal: string; rounded: string }) =>
      `"${received}" has two readings, ${whole} and ${decimal}; write ${whole}, or at most 2 decimals as in ${rounded}.`,
    decimals: ({ received }: Received) =>
      `"${received}" has more than 2 decimals; euros have at most 2, as in 1200.50.`,
    negative: ({ received }: Received) => `"${received}" is negative; an amount is 0 or more.`,
    tooLarge: ({ received, max }: Received & { max: string }) =>
      `"${received}" is too large; the largest amount is ${max}.`,
  },
  date: {
    unreadable: ({ received }: Received) =>
      `"${received}" is not a date; write it as 31/12/2026, 31/12/2026 14:30 or 2026-12-31T14:30.`,
    month: ({ received, month }: Received & { month: string }) =>
      `"${received}" does not exist: there is no month ${month}. The day comes first, as in 31/12/2026.`,
    day: ({ received, day, month, days }: Received & { day: string; month: string; days: string }) =>
      `"${received}" does not exist: ${month} has no day ${day}, only 1 to ${days}.`,
    time: ({ received, time }: Received & { time: string }) =>
      `"${received}" does not exist: ${time} is not a time; 00:00 to 23:59 is accepted.`,
    offset: ({ received, offset }: Received & { offset: string }) =>
      `"${received}" cannot be read: ${offset} is not an offset from UTC; write it as Z or +02:00.`,
    year: ({ received }: Received) =>
      `"${received}" is out of range; dates from 02/01/0001 to 30/12/9999 are accepted.`,
  },
  yesNo: ({ received }: Received) =>
    `"${received}" is neither yes nor no; write true, false, yes, no, oui, non, 1 or 0.`,
  id: ({ received, max }: Received & { max: string }) =>
    `"${received}" is not an id; a whole number from 1 to ${max} is accepted.`,
  count: ({ received, max }: Received & { max: string }) => `"${received}" is not a whole number from 0 to ${max}.`,
}
