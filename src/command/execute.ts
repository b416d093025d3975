/**
 * One call of one verb, in the order of what happens: the arguments are parsed and validated and their errors thrown. At a terminal the
 * permission is checked, questions are asked and the confirmation is requested. Then the verb runs. No connection is open while a
 * question is asked (docs/TERMINAL.md §4).
 */

import type { App, Call } from '../app.ts'
import { Outdated, Usage } from '../errors.ts'
import type { Column } from '../field/column.ts'
import type { OutputFile } from '../terminal/file.ts'
import { type Globals, readGlobalOptions } from '../terminal/globals.ts'
import { printError } from '../terminal/output/error.ts'
import { binaryFormats, isDataFormat } from '../terminal/output/formats.ts'
import { makeOutput } from '../terminal/output/make.ts'
import type { Output } from '../terminal/output/output.ts'
import { fromPlace } from '../text/shell.ts'
import { type Answers, ask } from './ask.ts'
import { outputOptions } from './command-line.ts'
import { exactly, withChoices } from './names.ts'
import { mostWords, optionsOf, outputOption, passwordStdin } from './options.ts'
import { type Problem, parse } from './parse.ts'
import { type AnySpec, confirmation, type Invocation } from './spec.ts'
import { type Missing, usageError } from './usage-error.ts'
import { notAmong, type ValidatedArgs, validate } from './validate.ts'

/** Runs a verb with what was typed. @throws any AppError */
export async function execute(spec: AnySpec, invocation: Invocation): Promise<void> {
  const { app, line, args } = invocation
  app.requireDecodedEnvironment()
  const { globals, t } = line
  const shape = { options: optionsOf(spec), words: mostWords(spec) }
  const parsed = parse(args, shape)
  const person = canPrompt(app, globals)
  const stdin = parsed.options.has(passwordStdin) ? await secretInput(app, person) : undefined
  const typed = validate(spec, parsed, line, stdin)
  const form = opensForm(spec, typed)
  const situation = { person, globals, terminal: app.io.stdout.isTerminal }
  const wrong = wrongIn(spec, typed, situation)
  if (wrong) {
    const { correctedArgs, lineOf } = await import('./correct.ts')
    const corrected = correctedArgs(args, shape, spec.path[0])
    const again = corrected && validate(spec, parse(corrected, shape), { ...readGlobalOptions(corrected), t }, stdin)
    const right = again && !wrongIn(spec, again, situation)
    throw usageError(spec.path, wrong.problems, wrong.missing, right ? lineOf([...spec.path, ...corrected]) : undefined)
  }

  await app.turn()
  if (!spec.diagnoses) app.config.check()
  // A wrong time zone would move dates, so it is an error. Public commands such as `doctor` run all the same, and report it.
  if (spec.access !== 'public') app.config.checkTimeZone()
  app.whileWaiting(() => {
    if (showsDates(spec, globals, typed.columns)) void t.format.timeZone
    // The words of the answer are loaded when the first of them is needed: better now than when the rows are there.
    for (const { label } of spec.columns ?? []) label(t)
    void t.output.labelled
  })
  const file = await answerFile(spec, globals)
  const out = makeOutput({
    ...outputOptions(line, app),
    ...(file ? { io: { ...app.io, stdout: file.stream } } : {}),
    progress: app.progress,
    list: { argv: line.argv, columns: typed.columns, only: typed.page.only },
  })
  try {
    await answer(spec, invocation, { typed, form, person, out })
    file?.keep()
  } finally {
    file?.drop()
  }
  const { output } = globals
  if (file && output !== undefined) await out.success((t) => t.output.written({ file: output }))
}

/** The file of `--output`, where it stands for standard output. @throws Refused it cannot be written, or must not be replaced */
async function answerFile({ output: place }: AnySpec, { output }: Globals): Promise<OutputFile | undefined> {
  if (place !== undefined || output === undefined) return undefined
  return (await import('../terminal/file.ts')).outputFile(output)
}

/** Asks what is missing, and runs the verb. */
async function answer(
  spec: AnySpec,
  { app, line, signInAgain }: Invocation,
  { typed, form, person, out }: { typed: ValidatedArgs; form: boolean; person: boolean; out: Output },
): Promise<void> {
  const { globals, t } = line
  const call: Call = { app, t, globals, out }
  for (const warning of app.config.warnings()) await call.out.warning(warning)
  if (app.io.stderr.isTerminal) await out.forPerson(() => echo(call, typed))
  await spec.before?.(call)
  const { flags } = typed
  const page = spec.list ? { ...typed.page, again: fromPlace(line.argv) } : typed.page
  // What asks for confirmation deletes, or concerns many records: in a script a name counts only when it is the whole name.
  const wanted = spec.confirm ? { ...typed, args: exactly(typed.args) } : typed
  const asks = person && spec.access !== 'public' ? signInAgain : undefined
  app.whenSignedOut(asks && ((reason) => asks(call, reason)))
  try {
    const run = ({ args, values, ifVersion, shown }: Answers) => {
      const expected = ifVersion ?? shown
      const format = spec.formats && (globals.format === 'table' ? spec.formats[0] : globals.format)
      const when = {
        ...(format && isDataFormat(format) ? { files: { format, raw: globals.raw } } : {}),
        ...(ifVersion === undefined ? {} : { ifVersion }),
        ...(expected === undefined ? {} : { expected }),
      }
      return spec.run(call, { args, values, flags, page, ...when })
    }
    if (!person) return await run(wanted)
    const again = { ...wanted, missing: { args: [], fields: [] } }
    let asked = await ask(call, spec, wanted, form)
    while (true) {
      try {
        return await withChoices(call, spec, asked, (given) => run({ ...asked, ...given }))
      } catch (error) {
        if (!(error instanceof Outdated) || !asked.shown || asked.ifVersion !== undefined) throw error
        // The form opens again, on the record as it is now, with what was typed.
        await printError(error, outputOptions(line, app))
        asked = await ask(call, spec, { ...again, args: asked.args }, true, asked.drafts)
      }
    }
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

/** Tells a person how dates in words were understood, because words can be misread. */
async function echo({ out, globals }: Call, { understood }: ValidatedArgs): Promise<void> {
  for (const date of understood) {
    await out.note((t) => (globals.accessible ? date(t) : t.value.date.understood({ date: date(t) })))
  }
}

/** Whether questions can be asked. Prompts read from standard input and write to standard error, so both must be terminals. */
export function canPrompt({ io, env }: App, globals: Pick<Globals, 'input'>): boolean {
  return io.stdin.isTerminal && io.stderr.isTerminal && !env['CI'] && globals.input
}

/** Whether the answer holds dates: then their time zone is looked up while the database is being waited for. */
function showsDates({ confirm, dateless }: AnySpec, { format, quiet }: Globals, chosen?: readonly Column[]): boolean {
  if (chosen) return chosen.some(({ kind }) => kind === 'date')
  if (confirm || dateless === 'always') return false
  return format !== 'table' || (dateless !== 'table' && !quiet)
}

/** An update without a new value: at a terminal, a form asks for them. */
function opensForm({ current }: AnySpec, { values }: ValidatedArgs): boolean {
  return current !== undefined && Object.keys(values).length === 0
}

/** Every error of a command line; if no question can be asked, also everything that is missing. Undefined if there is none. */
function wrongIn(
  spec: AnySpec,
  typed: ValidatedArgs,
  { person, terminal, globals: { yes, output, format } }: { person: boolean; terminal: boolean; globals: Globals },
): { readonly problems: readonly Problem[]; readonly missing: readonly Missing[] } | undefined {
  const { fields = {} } = spec
  const problems: Problem[] = [...typed.problems]
  const missing = (person ? [] : [...typed.missing.args, ...typed.missing.fields]).filter(
    ({ column }) => !problems.some(({ meant }) => meant === column),
  )
  if (!person && opensForm(spec, typed) && problems.length === 0) {
    const options = Object.values(fields).map(({ kind, option }) => (kind === 'secret' ? passwordStdin : option))
    problems.push({ column: 'options', message: (t) => t.usage.nothingToChange({ options }) })
  }
  const { formats } = spec
  if (formats && format !== 'table' && !formats.includes(format)) problems.push(notAmong('format', format, formats))
  if (output === '')
    problems.push({ column: outputOption, message: (t) => t.usage.valueMissing({ option: outputOption }) })
  if (spec.output === undefined && output === undefined && terminal && binaryFormats.has(format)) {
    problems.push({ column: outputOption, message: (t) => t.usage.binaryToTerminal({ format }) })
  }
  if (!person && confirmation(spec, typed.flags) && !yes) {
    problems.push({ column: 'yes', message: (t) => t.usage.confirmation })
  }
  return problems.length + missing.length > 0 ? { problems, missing } : undefined
}
