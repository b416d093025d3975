/** The options every command understands (product.md §1), and what is known of them before anything is parsed. */
import { isLanguage, type Lang, languageCodes } from '../i18n/languages.ts'

export type OutputFormat = 'table' | 'json' | 'csv' | 'tsv'

export interface Globals {
  readonly envFile?: string
  readonly format: OutputFormat
  readonly lang?: Lang
  /** `--no-input`: never ask. */
  readonly input: boolean
  /** `--yes`: confirmations are answered. */
  readonly yes: boolean
  /** `--quiet`: ids only, no notes. */
  readonly quiet: boolean
  readonly color: boolean
  readonly accessible: boolean
  /** csv and tsv: formulas left as they are. */
  readonly raw: boolean
  readonly verbose: boolean
}

export const formats: readonly OutputFormat[] = ['table', 'json', 'csv', 'tsv']

/** The global options that take a value, and what help calls it; all others are switches. */
export const globalValues = { 'env-file': 'FILE', format: formats.join('|'), lang: languageCodes.join('|') } as const
export const globalSwitches = ['json', 'no-input', 'yes', 'quiet', 'no-color', 'accessible', 'raw', 'verbose'] as const

/** Does this element of the command line take the next one as its value? */
export function takesNext(arg: string): boolean {
  return arg.startsWith('--') && Object.hasOwn(globalValues, arg.slice(2))
}

/**
 * Reads the global options from a command line that may not parse at all, so that even the error about it comes out in the
 * format and language asked for. What makes no sense counts as absent.
 *
 * @param argv what was typed, without the program's name
 */
export function readGlobalOptions(argv: readonly string[]): Globals {
  const typed = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  const value = (name: keyof typeof globalValues): string | undefined => {
    const at = typed.findLastIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
    const arg = typed[at]
    return arg === `--${name}` ? typed[at + 1] : arg?.slice(name.length + 3)
  }
  const given: Given = { value, switched: (name) => typed.includes(`--${name}`) }
  return globalsOf(given, () => undefined)
}

interface Given {
  value(name: keyof typeof globalValues): string | undefined
  switched(name: (typeof globalSwitches)[number]): boolean
}

/**
 * The global options of one command line.
 *
 * @param refuse told of a value that is none of the allowed words, and of two formats at once
 */
export function globalsOf(
  given: Given,
  refuse: (option: 'format' | 'lang', received: string, words: readonly string[]) => void,
): Globals {
  const word = <W extends string>(option: 'format' | 'lang', words: readonly W[]): W | undefined => {
    const received = given.value(option)
    const found = words.find((one) => one === received?.toLowerCase())
    if (received !== undefined && !found) refuse(option, received, words)
    return found
  }
  const format = word('format', formats)
  const json = given.switched('json')
  if (json && format && format !== 'json') refuse('format', format, ['json'])
  const lang = word('lang', languageCodes)
  const envFile = given.value('env-file')
  return {
    ...(envFile ? { envFile } : {}),
    format: json ? 'json' : (format ?? 'table'),
    ...(lang ? { lang } : {}),
    input: !given.switched('no-input'),
    yes: given.switched('yes'),
    quiet: given.switched('quiet'),
    color: !given.switched('no-color'),
    accessible: given.switched('accessible'),
    raw: given.switched('raw'),
    verbose: given.switched('verbose'),
  }
}

/**
 * The language of a run: `--lang`, then `EPIC_EVENTS_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`; the first that says anything
 * decides, English where it names neither (`C`, `POSIX`, `de_DE`).
 *
 * @param setting the value of `EPIC_EVENTS_LANG`, from the environment or the configuration file
 */
export function languageOf(
  globals: Globals,
  setting: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Lang {
  if (globals.lang) return globals.lang
  const said = [setting, env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((name) => name)
  const [language = ''] = (said ?? '').toLowerCase().split(/[_.@-]/)
  return isLanguage(language) ? language : 'en'
}
