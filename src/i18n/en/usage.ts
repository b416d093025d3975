/** Messages about a command line that cannot be run as typed, and about a run that ends early. Option names come without dashes. */
export const usage = {
  unknownCommand: ({ received, near }: { received: string; near: string | undefined }) =>
    near === undefined ? `Unknown command: ${received}` : `Unknown command: ${received}. Did you mean ${near}?`,
  /** `option` comes as typed, with its dashes. */
  unknownNear: ({ option, near }: { option: string; near: string }) =>
    `Unknown option: ${option}. Did you mean --${near}?`,
  unknown: ({ option, known }: { option: string; known: string }) =>
    `Unknown option: ${option}. Known options: ${known}`,
  optionTooSoon: ({ option }: { option: string }) =>
    `Unknown option: ${option}. Put the options of a command after its name.`,
  tooMany: ({ received, count }: { received: string | undefined; count: number }) => {
    const takes = count === 0 ? 'only takes options' : count === 1 ? 'takes 1 value' : `takes up to ${count} values`
    const what = received === undefined ? 'Unexpected value' : `Unexpected value "${received}"`
    return `${what}: this command ${takes}. Quote a value that contains spaces.`
  },
  noValue: ({ option }: { option: string }) => `--${option} does not take a value.`,
  valueMissing: ({ option }: { option: string }) =>
    `--${option} needs a value. If the value starts with a dash, write --${option}=-value`,
  twice: ({ option }: { option: string }) => `--${option} is given twice with different values.`,
  contradicts: ({ option, other }: { option: string; other: string }) => `--${option} contradicts --${other}.`,
  backwards: ({ from, first, to, last }: { from: string; first: string; to: string; last: string }) =>
    `The range is backwards: --${from} ${first}, --${to} ${last}.`,
  namedTwice: ({ option, received }: { option: string; received: string }) => `--${option} names ${received} twice.`,
  secretOption: ({ option, instead }: { option: string; instead: string }) =>
    `--${option} does not take a value, because other users of this machine could read it. Pipe the value in with --${instead}.`,
  notAmong: ({ option, received, words, near }: { option: string; received: string; words: string; near?: string }) =>
    `--${option}: "${received}" is not valid. Known values: ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  oneOf: ({ option, other }: { option: string; other: string }) => `Give --${option} or --${other}, not both.`,
  notBoth: ({ option, placeholder }: { option: string; placeholder: string }) =>
    `Give ${placeholder} or --${option}, not both.`,
  twoFormats: ({ received }: { received: string }) =>
    `--json and --format ${received} cannot be combined: keep one of them.`,
  formatElsewhere: ({ format, commands }: { format: string; commands: readonly string[] }) =>
    `--format ${format} is only for ${commands.join(' and ')}.`,
  ofOption: ({ option, sentence }: { option: string; sentence: string }) => `--${option}: ${sentence}`,
  ofArgument: ({ placeholder, sentence }: { placeholder: string; sentence: string }) => `${placeholder}: ${sentence}`,
  /** `names` come as they are typed: `--full-name`, `ID`. */
  missing: ({ names }: { names: readonly string[] }) =>
    `Missing required ${names.length === 1 ? 'value' : 'values'}: ${names.join(', ')}`,
  /** About a single name. It is the start of `missing`, so that an error does not show it twice. */
  absent: 'Missing required value',
  several: ({ count }: { count: number }) => `${count} errors in this command:`,
  nothingToChange: ({ options }: { options: readonly string[] }) =>
    `Nothing to change. Give at least one of: ${options.map((option) => `--${option}`).join(', ')}`,
  confirmation: "Can't ask for confirmation here: add --yes.",
  emptyStdin: 'Standard input is empty.',
  stdinTerminal:
    'Standard input is a terminal, which would show the password. Pipe it in: --password-stdin < password.txt',
  /** Bytes that are not UTF-8. None is repeated, because they may be a secret. `option` comes as typed, with its dashes. */
  argumentBytes: ({ position }: { position: number }) =>
    `Argument ${position} is not valid UTF-8. Set your terminal to UTF-8 and type it again.`,
  argumentAfter: ({ position, option }: { position: number; option: string }) =>
    `Argument ${position}, after ${option}, is not valid UTF-8. Set your terminal to UTF-8 and type it again.`,
  argumentOf: ({ position, option }: { position: number; option: string }) =>
    `Argument ${position}, ${option}, is not valid UTF-8. Set your terminal to UTF-8 and type it again.`,
  stdinBytes: 'Standard input is not valid UTF-8. Convert it first, for instance with iconv -t UTF-8.',
  variableBytes: ({ name }: { name: string }) => `The environment variable ${name} is not valid UTF-8. Set it again.`,
  cancelled: 'Cancelled. Nothing was saved.',
  waiting: 'Another epic-events command is using the database. Waiting for it to finish.',
  debugged: ({ name }: { name: string }) =>
    `${name} is set, which opens a debugger into this program: it could read your password. Unset it.`,
  interrupted: 'Cancelled.',
  internal: 'This is a bug in epic-events, not a mistake of yours. Run it again with --verbose and report the output.',
  /** Of a format that no terminal can show. */
  binaryToTerminal: ({ format }: { format: string }) =>
    `A terminal cannot show ${format}: name a file with --output, as in --output answer.${format}.`,
  outputFailed: ({ reason }: { reason: string }) => `Cannot write to standard output (${reason}).`,
  equivalent: 'Equivalent command:',
}
