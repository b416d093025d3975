/**
 * One call of one verb, in the order of what happens: the arguments are parsed and validated and their errors thrown. At a terminal the
 * permission is checked, questions are asked and the confirmation is requested. Then the verb runs. No connection is open while a
 * question is asked (docs/TERMINAL.md §4).
 */

import type { App, Call } from '../app.ts'
import { Usage } from '../errors.ts'
import type { Globals } from '../terminal/globals.ts'
import { makeOutput } from '../terminal/output/make.ts'
import { ask } from './ask.ts'
import { outputOptions } from './command-line.ts'
import { optionsOf, passwordStdin } from './options.ts'
import { type Problem, parse } from './parse.ts'
import type { AnySpec, Invocation } from './spec.ts'
import { usageError, type ValidatedArgs, validate } from './validate.ts'

/** Runs a verb with what was typed. @throws any AppError */
export async function execute(spec: AnySpec, { app, line, args, signInAgain }: Invocation): Promise<void> {
  app.requireDecodedEnvironment()
  const { globals, refused, t } = line
  const parsed = parse(args, { options: optionsOf(spec), words: wordsOf(spec) })
  const person = canPrompt(app, globals)
  const stdin = parsed.options.has(passwordStdin) ? await secretInput(app, person) : undefined
  const typed = validate(spec, parsed, refused, t, stdin)
  const form = spec.current !== undefined && Object.keys(typed.values).length === 0
  throwUsageErrors(spec, typed, { person, form, yes: globals.yes })

  if (!spec.diagnoses) app.config.check()
  // A wrong time zone would move dates, so it is an error. Public commands such as `doctor` run all the same, and report it.
  if (spec.access !== 'public') app.config.checkTimeZone()
  if (showsDates(spec, globals)) app.whileWaiting(() => void t.format.timeZone)
  const out = makeOutput({ ...outputOptions(line, app), progress: app.progress })
  const call: Call = { app, t, globals, out }
  for (const warning of app.config.warnings()) await call.out.warning(warning)
  await spec.before?.(call)
  const { flags, page } = typed
  const asks = person && spec.access !== 'public' ? signInAgain : undefined
  app.whenSignedOut(asks && ((reason) => asks(call, reason)))
  try {
    const asked = person ? await ask(call, spec, typed, form) : typed
    const { ifVersion } = asked
    const given = ifVersion === undefined ? {} : { ifVersion }
    await spec.run(call, { args: asked.args, values: asked.values, flags, page, ...given })
  } finally {
    app.whenSignedOut(undefined)
  }
}

/**
 * What `--password-stdin` reads. A terminal would show what is typed there, so a person is asked without echo instead, as if the option
 * were absent (SkardiLabs/skardi#247).
 *
 * @returns undefined for a person at a terminal
 * @throws Usage standard input is a terminal and nobody can be asked, or it is not UTF-8
 */
async function secretInput({ io }: App, person: boolean): Promise<string | undefined> {
  if (!io.stdin.isTerminal) return io.stdin.text()
  if (person) return undefined
  throw new Usage((t) => t.usage.stdinTerminal)
}

/** Whether questions can be asked. Prompts read from standard input and write to standard error, so both must be terminals. */
export function canPrompt({ io, env }: App, globals: Pick<Globals, 'input'>): boolean {
  return io.stdin.isTerminal && io.stderr.isTerminal && !env['CI'] && globals.input
}

/** Whether the answer holds dates: then their time zone is looked up while the database is being waited for. */
function showsDates({ confirm, dateless }: AnySpec, { format, quiet }: Globals): boolean {
  if (confirm || dateless === 'always') return false
  return format !== 'table' || (dateless !== 'table' && !quiet)
}

function wordsOf({ positionals = {} }: AnySpec): number {
  const declared = Object.values(positionals)
  return declared.some(({ many }) => many) ? Number.POSITIVE_INFINITY : declared.length
}

/** @throws Usage with every error at once; if no question can be asked, also with everything that is missing */
function throwUsageErrors(
  spec: AnySpec,
  typed: ValidatedArgs,
  { person, form, yes }: { person: boolean; form: boolean; yes: boolean },
): void {
  const { path, fields = {} } = spec
  const problems: Problem[] = [...typed.problems]
  const missing = person ? [] : [...typed.missing.args, ...typed.missing.fields]
  if (!person && form && problems.length === 0) {
    const options = Object.values(fields).map(({ kind, option }) => (kind === 'secret' ? passwordStdin : option))
    problems.push({ column: 'options', message: (t) => t.usage.nothingToChange({ options }) })
  }
  if (!person && spec.confirm && !yes) {
    problems.push({ column: 'yes', message: (t) => t.usage.confirmation })
  }
  if (problems.length + missing.length > 0) throw usageError(path, problems, missing)
}
