/**
 * One call of one verb, in the order things happen: parse, judge, complain; with a person there, permission, questions, confirmation;
 * then `run`. No transaction is open while a question is asked (terminal.md §4).
 */

import type { App, Call } from '../app.ts'
import type { Globals } from '../terminal/globals.ts'
import { makeOutput } from '../terminal/output/make.ts'
import { ask } from './ask.ts'
import { optionsOf, passwordStdin } from './options.ts'
import { type Problem, parse } from './parse.ts'
import type { AnySpec, Invocation } from './spec.ts'
import { usageError, type ValidatedArgs, validate } from './validate.ts'

/** Runs a verb with what was typed. @throws every AppError there is */
export async function execute(spec: AnySpec, { app, t, args }: Invocation): Promise<void> {
  const parsed = parse(args, { options: optionsOf(spec), words: wordsOf(spec) })
  const stdin = parsed.options.has(passwordStdin) ? await app.io.stdin.text() : undefined
  const typed = validate(spec, parsed, t, stdin)
  const globals = withSettings(typed.globals, app)
  const person = canPrompt(app, globals)
  const form = spec.current !== undefined && Object.keys(typed.values).length === 0
  throwUsageErrors(spec, typed, { person, form })

  // A wrong time zone must not silently move dates; `doctor` and the like run with it, and say so.
  if (spec.access !== 'public') app.config.timeZone()
  const call: Call = {
    app,
    t,
    globals,
    out: makeOutput({ io: app.io, globals, t, env: app.env, now: () => app.clock.now(), progress: app.progress }),
  }
  for (const warning of app.config.warnings()) await call.out.warning(warning)
  await spec.before?.(call)
  const { flags, page } = typed
  const asked = person ? await ask(call, spec, typed, form) : typed
  const { ifVersion } = asked
  const given = ifVersion === undefined ? {} : { ifVersion }
  await spec.run(call, { args: asked.args, values: asked.values, flags, page, ...given })
}

/** The global options with what the settings add to them: `ACCESSIBLE`, `NO_COLOR`. */
export function withSettings(globals: Globals, app: App): Globals {
  const accessible = app.config.valueOrUndefined('ACCESSIBLE')
  return {
    ...globals,
    accessible: globals.accessible || (accessible !== undefined && !['0', 'false', 'no'].includes(accessible)),
    color: globals.color && app.config.valueOrUndefined('NO_COLOR') === undefined,
  }
}

/** Is there a person to ask? Prompts need a terminal to read from and one to write to, which is standard error. */
export function canPrompt({ io, env }: App, globals: Globals): boolean {
  return io.stdin.isTerminal && io.stderr.isTerminal && !env['CI'] && globals.input
}

function wordsOf({ positionals = {} }: AnySpec): number {
  const declared = Object.values(positionals)
  return declared.some(({ many }) => many) ? Number.POSITIVE_INFINITY : declared.length
}

/** @throws Usage naming all that is wrong, and without a person all that is missing too */
function throwUsageErrors(
  spec: AnySpec,
  typed: ValidatedArgs,
  { person, form }: { person: boolean; form: boolean },
): void {
  const { path, fields = {} } = spec
  const problems: Problem[] = [...typed.problems]
  const missing = person ? [] : [...typed.missing.args, ...typed.missing.fields]
  if (!person && form && problems.length === 0) {
    const options = Object.values(fields).map(({ kind, option }) => (kind === 'secret' ? passwordStdin : option))
    problems.push({ column: 'options', message: (t) => t.usage.nothingToChange({ options }) })
  }
  if (!person && spec.confirm && !typed.globals.yes) {
    problems.push({ column: 'yes', message: (t) => t.usage.confirmation })
  }
  if (problems.length + missing.length > 0) throw usageError(path, problems, missing)
}
