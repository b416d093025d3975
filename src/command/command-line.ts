/** One command line with everything that its global options and the settings decide together (after ripgrep's HiArgs). */
import type { App } from '../app.ts'
import { type Catalog, catalog } from '../i18n/catalog.ts'
import { noWords } from '../i18n/languages.ts'
import { type Globals, languageOf, type RefusedOption, type TypedGlobals } from '../terminal/globals.ts'
import type { OutputOptions } from '../terminal/output/options.ts'

export interface CommandLine {
  /** What was typed, without the program's name. */
  readonly argv: readonly string[]
  /** The global options, with what the settings `ACCESSIBLE` and `NO_COLOR` add to them. */
  readonly globals: Globals
  /** Values of global options that are not accepted. The command reports them together with its other errors. */
  readonly refused: readonly RefusedOption[]
  /** The catalogue of the language that was asked for. */
  readonly t: Catalog
}

/** The values of `ACCESSIBLE` that turn it off. */
const off: readonly string[] = ['0', 'false', 'off', ...noWords]

/**
 * Resolves the global options of a command line. It throws nothing: `doctor` runs with wrong settings too, and reports them. With a time
 * zone that is not understood, the first date throws Unavailable.
 */
export function commandLine(argv: readonly string[], { globals, refused }: TypedGlobals, app: App): CommandLine {
  const { config, env } = app
  const accessible = config.valueOrUndefined('ACCESSIBLE')?.trim().toLowerCase()
  const lang = languageOf(globals, config.valueOrUndefined('EPIC_EVENTS_LANG'), env)
  return {
    argv,
    globals: {
      ...globals,
      accessible: globals.accessible || (accessible !== undefined && !off.includes(accessible)),
      color: globals.color && config.valueOrUndefined('NO_COLOR') === undefined,
    },
    refused,
    // The zone is only looked up for the first date, because its first use costs 4 ms.
    t: catalog(
      lang,
      () => config.timeZone(),
      () => app.clock.now(),
    ),
  }
}

/** What the output of this command line needs. */
export function outputOptions({ globals, t }: Pick<CommandLine, 'globals' | 't'>, app: App): OutputOptions {
  return { io: app.io, globals, t, env: app.env, now: () => app.clock.now() }
}
