/** What is said of a command line that cannot be run as typed, and of a run that ends early. Options come without dashes. */
export const usage = {
  unknownCommand: ({ received, near }: { received: string; near: string | undefined }) =>
    near === undefined ? `Unknown command: ${received}` : `Unknown command: ${received}. Did you mean ${near}?`,
  /** `option` as typed, with its dashes. */
  unknownNear: ({ option, near }: { option: string; near: string }) =>
    `Unknown option: ${option}. Did you mean --${near}?`,
  unknown: ({ option, known }: { option: string; known: string }) => `Unknown option: ${option}. Known are: ${known}`,
  optionTooSoon: ({ option }: { option: string }) =>
    `Unknown option: ${option}. The options of a command stand behind its name.`,
  tooMany: ({ received, count }: { received: string | undefined; count: number }) => {
    const takes = count === 0 ? 'takes no value without an option' : `takes ${count} at most`
    const what = received === undefined ? 'There is a value too many' : `"${received}" is one value too many`
    return `${what}: the command ${takes}. Quote a value that contains spaces.`
  },
  noValue: ({ option }: { option: string }) => `--${option} is a switch and takes no value.`,
  valueMissing: ({ option }: { option: string }) =>
    `--${option} needs a value. One that begins with a dash is written --${option}=-value`,
  twice: ({ option }: { option: string }) => `--${option} is given twice with different values.`,
  secretOption: ({ option, instead }: { option: string; instead: string }) =>
    `--${option} takes no value: everybody on this machine could read it. Pipe it in and say --${instead}.`,
  notAmong: ({ option, received, words, near }: { option: string; received: string; words: string; near?: string }) =>
    `--${option}: "${received}" is none of ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  twoFormats: ({ received }: { received: string }) => `--json contradicts --format ${received}.`,
  ofOption: ({ option, sentence }: { option: string; sentence: string }) => `--${option}: ${sentence}`,
  ofArgument: ({ placeholder, sentence }: { placeholder: string; sentence: string }) => `${placeholder}: ${sentence}`,
  /** `names` as they are typed: `--full-name`, `ID`. */
  missing: ({ names }: { names: readonly string[] }) => `Required and missing: ${names.join(', ')}`,
  /** Of one of them; a part of the sentence above, so that people do not read it twice. */
  absent: 'Required and missing',
  several: ({ count }: { count: number }) => `${count} things are wrong with this command.`,
  nothingToChange: ({ options }: { options: readonly string[] }) =>
    `There is nothing to change. Give at least one of: ${options.map((option) => `--${option}`).join(', ')}`,
  confirmation: 'Without a person to ask, this needs --yes.',
  emptyStdin: 'Nothing came on standard input.',
  cancelled: 'Cancelled. Nothing was saved.',
  waiting: 'Another epic-events is using the database: waiting for it to finish.',
  interrupted: 'Cancelled.',
  internal:
    'This is a bug in epic-events, not in what you typed. Run it again with --verbose and report what it shows.',
  outputFailed: ({ reason }: { reason: string }) => `The answer cannot be written to standard output (${reason}).`,
  equivalent: 'The same in one line:',
}
