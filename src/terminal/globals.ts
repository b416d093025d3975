/**
 * The options that every command understands (docs/PRODUCT.md §1). They are read once, from a command line that may not parse at all, so that
 * even the error about it comes out in the format and language that were asked for. Their values are then handed on (after ripgrep's
 * LowArgs and HiArgs); command/command-line.ts adds what the settings say.
 */
import { isLanguage, type Lang, languageCodes } from '../i18n/languages.ts'
import { formats, type OutputFormat } from './output/formats.ts'

export interface Globals {
  readonly envFile?: string
  readonly format: OutputFormat
  /** `--output`: the file that gets the answer. Absent for standard output, which `-` names too. */
  readonly output?: string
  readonly lang?: Lang
  /** `false` after `--no-input`: nothing is asked. */
  readonly input: boolean
  /** `--yes`: every confirmation counts as given. */
  readonly yes: boolean
  /** `--quiet`: ids only, no notes. */
  readonly quiet: boolean
  /** `false` after `--no-color`. */
  readonly color: boolean
  /** `false` after `--no-chart`: numbers without pictures. */
  readonly chart: boolean
  readonly accessible: boolean
  /** `--raw`: csv and tsv leave formulas as they are. */
  readonly raw: boolean
  /** `false` after `--no-pager`. */
  readonly pager: boolean
  readonly verbose: boolean
}

/** A value that its option does not accept, or a second format. */
export interface RefusedOption {
  readonly option: 'format' | 'lang'
  /** As typed. */
  readonly received: string
  /** The words that the option accepts; for a second format, the one that `--json` has already asked for. */
  readonly words: readonly string[]
}

/** The global options of one command line. */
export interface TypedGlobals {
  /** Refused values count as absent. */
  readonly globals: Globals
  readonly refused: readonly RefusedOption[]
}

/** The global options that take a value, with the name of the value in help. */
export const globalValues = {
  'env-file': 'FILE',
  format: formats.join('|'),
  output: 'FILE',
  lang: languageCodes.join('|'),
} as const
/** All other global options. */
export const globalSwitches = [
  'json',
  'no-input',
  'yes',
  'quiet',
  'no-color',
  'no-chart',
  'accessible',
  'raw',
  'no-pager',
  'verbose',
] as const

/** Whether this word of the command line takes the next one as its value. */
export function takesNext(word: string): boolean {
  return word.startsWith('--') && Object.hasOwn(globalValues, word.slice(2))
}

/** Whether a word is an option. Options never begin with a digit, a space or a sign: `-5`, `- a list` and `-€5` are values. */
export function isOption(word: string): boolean {
  return /^-[A-Za-z-]/.test(word)
}

/**
 * Reads the global options. What is wrong with the rest of the command line does not matter here.
 *
 * @param argv what was typed, without the program's name
 */
export function readGlobalOptions(argv: readonly string[]): TypedGlobals {
  const typed = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  const refused: RefusedOption[] = []
  const value = (name: keyof typeof globalValues): string | undefined => {
    const at = typed.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
    const word = typed[at]
    if (word !== `--${name}`) return word?.slice(name.length + 3)
    const next = typed[at + 1]
    return next !== undefined && !isOption(next) ? next : undefined
  }
  const oneOf = <W extends string>(option: 'format' | 'lang', words: readonly W[]): W | undefined => {
    const received = value(option)
    const found = words.find((word) => word === received?.toLowerCase())
    if (received !== undefined && !found) refused.push({ option, received, words })
    return found
  }
  const given = (name: (typeof globalSwitches)[number]) => typed.includes(`--${name}`)

  const format = oneOf('format', formats)
  const json = given('json')
  if (json && format && format !== 'json') refused.push({ option: 'format', received: format, words: ['json'] })
  const lang = oneOf('lang', languageCodes)
  const envFile = value('env-file')
  const output = value('output')
  const globals: Globals = {
    ...(envFile ? { envFile } : {}),
    format: json ? 'json' : (format ?? formatOf(output) ?? 'table'),
    ...(output !== undefined && output !== '-' ? { output } : {}),
    ...(lang ? { lang } : {}),
    input: !given('no-input'),
    yes: given('yes'),
    quiet: given('quiet'),
    color: !given('no-color'),
    chart: !given('no-chart'),
    accessible: given('accessible'),
    raw: given('raw'),
    pager: !given('no-pager'),
    verbose: given('verbose'),
  }
  return { globals, refused }
}

/** The format that the ending of a file's name says: `clients.xlsx`. */
const formatOf = (file = ''): OutputFormat | undefined =>
  formats.find((format) => file.toLowerCase().endsWith(`.${format}`))

/**
 * The language of a run. The first of `--lang`, `EPIC_EVENTS_LANG`, `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides. Where it names
 * neither language (`C`, `POSIX`, `de_DE`), it is English.
 *
 * @param setting the value of `EPIC_EVENTS_LANG`, from the environment or the configuration file
 */
export function languageOf(
  globals: Globals,
  setting: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Lang {
  if (globals.lang) return globals.lang
  const named = [setting, env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((name) => name)
  const [language = ''] = (named ?? '').toLowerCase().split(/[_.@-]/)
  return isLanguage(language) ? language : 'en'
}
