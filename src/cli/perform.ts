/**
 * One call of one verb, in the order things happen: parse, judge, complain; with a person there, permission, questions, confirmation;
 * then `run`. No transaction is open while a question is asked (terminal.md §4).
 */

import { safeParse } from 'valibot'
import { type Facts, holds } from '../access/can.ts'
import { split } from '../access/catalogue.ts'
import type { App, Call } from '../app.ts'
import type { Tx } from '../db/tx.ts'
import { Cancelled, Forbidden, Refused } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Access, AnySpec, Invocation, Positional, Values } from './command.ts'
import { equivalent } from './echo.ts'
import type { Field } from './field.ts'
import { fill } from './fill.ts'
import type { Globals } from './globals.ts'
import { type Judged, judge, type Missing, usageError } from './judge.ts'
import { optionsOf, passwordStdin, permissionsOf } from './options.ts'
import { makeOutput } from './output/make.ts'
import { type Problem, parse } from './parse.ts'
import { type Choice, mostListed } from './prompt.ts'
import { reading, Wrong } from './values/reading.ts'

/** Runs a verb with what was typed. @throws every AppError there is */
export async function perform(spec: AnySpec, { app, t, args }: Invocation): Promise<void> {
  const parsed = parse(args, { options: optionsOf(spec), words: wordsOf(spec) })
  const stdin = parsed.options.has(passwordStdin) ? await app.io.stdin.text() : undefined
  const typed = judge(spec, parsed, t, stdin)
  const globals = withSettings(typed.globals, app)
  const person = mayAsk(app, globals)
  const form = spec.present !== undefined && Object.keys(typed.values).length === 0
  complain(spec, typed, { person, form })

  // A wrong time zone must not silently move dates; `doctor` and the like run with it, and say so.
  if (spec.access !== 'public') app.config.timeZone()
  const call: Call = {
    app,
    t,
    globals,
    out: makeOutput({ io: app.io, globals, t, env: app.env, now: () => app.clock.now(), progress: app.progress }),
  }
  for (const warning of app.config.warnings()) await call.out.warn(warning)
  await spec.before?.(call)
  const { flags, page } = typed
  const asked = person ? await ask(call, spec, typed, form) : typed
  const { ifVersion } = asked
  const given = ifVersion === undefined ? {} : { ifVersion }
  await spec.run(call, { args: asked.args, values: asked.values, flags, page, ...given })
}

/** The global options with what the settings add to them: `ACCESSIBLE`, `NO_COLOR`. */
export function withSettings(globals: Globals, app: App): Globals {
  const accessible = app.config.lenient('ACCESSIBLE')
  return {
    ...globals,
    accessible: globals.accessible || (accessible !== undefined && !['0', 'false', 'no'].includes(accessible)),
    color: globals.color && app.config.lenient('NO_COLOR') === undefined,
  }
}

/** Is there a person to ask? Prompts need a terminal to read from and one to write to, which is standard error. */
export function mayAsk({ io, env }: App, globals: Globals): boolean {
  return io.stdin.isTerminal && io.stderr.isTerminal && !env['CI'] && globals.input
}

function wordsOf({ positionals = {} }: AnySpec): number {
  const declared = Object.values(positionals)
  return declared.some(({ many }) => many) ? Number.POSITIVE_INFINITY : declared.length
}

/** @throws Usage naming all that is wrong, and without a person all that is missing too */
function complain(spec: AnySpec, typed: Judged, { person, form }: { person: boolean; form: boolean }): void {
  const { path, fields = {} } = spec
  const problems: Problem[] = [...typed.problems]
  const missing = person ? [] : [...typed.missing.args, ...typed.missing.fields]
  if (!person && form && problems.length === 0) {
    const options = Object.values(fields).map(({ kind, option }) => (kind === 'secret' ? passwordStdin : option))
    problems.push({ column: 'options', say: (t) => t.usage.nothingToChange({ options }) })
  }
  if (!person && spec.confirm && !typed.globals.yes) {
    problems.push({ column: 'yes', say: (t) => t.usage.confirmation })
  }
  if (problems.length + missing.length > 0) throw usageError(path, problems, missing)
}

interface Asked {
  readonly args: Values
  readonly values: Values
  readonly ifVersion: number | undefined
}

/** Asks for all that is missing, the form of an update, and the confirmation; nothing where all was given. */
async function ask(call: Call, spec: AnySpec, typed: Judged, form: boolean): Promise<Asked> {
  const { app, t } = call
  const { missing } = typed
  const confirm = call.globals.yes ? undefined : spec.confirm
  const filling = missing.fields.length > 0 || form
  if (missing.args.length === 0 && !filling && !confirm) return typed

  const args = await askArguments(call, spec, typed.args, missing.args)
  // With nothing to fill in, the permission was judged before the list.
  const { choices, present } =
    filling || missing.args.length === 0
      ? await prepare(call, spec, args, typed.values, { form, filling })
      : { choices: {}, present: undefined }

  let values = typed.values
  if (filling) {
    const { fields = {}, required = [] } = spec
    if (present) await call.out.note((t) => t.ask.form)
    const answers = await fill({
      prompt: app.prompt,
      t,
      fields,
      required,
      given: typed.values,
      choices,
      ...(present ? { present } : {}),
    })
    values = { ...typed.values, ...answers }
  }
  // Where only a secret was asked for, the line would be the one that was typed.
  const open = Object.entries(values).some(
    ([key, value]) => spec.fields?.[key]?.kind !== 'secret' && value !== typed.values[key],
  )
  if (open || missing.args.length > 0) {
    const words = Object.keys(spec.positionals ?? {}).flatMap(
      (key) => args[key] as string | number | (string | number)[],
    )
    const command = equivalent(spec.path, words, spec.fields ?? {}, values, t)
    await call.out.note((t) => t.usage.equivalent)
    await call.out.same(command)
  }
  const version = typed.ifVersion ?? present?.version
  return {
    args,
    values,
    ifVersion: confirm ? await confirmed(call, confirm, { args, flags: typed.flags }, version) : version,
  }
}

/** What the questions need, all in one connection that is closed before the first of them; permission is checked on the way. */
async function prepare(
  { app, t }: Call,
  spec: AnySpec,
  args: Values,
  given: Values,
  { form, filling }: { form: boolean; filling: boolean },
): Promise<{ choices: Record<string, Choice<unknown>[]>; present?: Values & { readonly version: number } }> {
  const wanted = filling ? Object.entries(spec.choices ?? {}).filter(([key]) => !(key in given)) : []
  if (spec.access === 'public' && wanted.length === 0 && !form) return { choices: {} }
  return app.transact(async (tx) => {
    await mayRun(app, tx, spec.access)
    const present = form ? await spec.present?.(tx, args) : undefined
    const choices: Record<string, Choice<unknown>[]> = {}
    for (const [key, fetch] of wanted) {
      const fetched = await fetch(tx, given, t, mostListed)
      // Too many for a list are asked for by their id.
      if (fetched.length <= mostListed) choices[key] = byName(fetched, t)
    }
    return { choices, ...(present ? { present } : {}) }
  })
}

/** @throws Forbidden before a person answers questions in vain; the database judges again when it comes to it */
async function mayRun(app: App, tx: Tx, access: Access): Promise<void> {
  if (access === 'public') return
  const facts: Facts = await app.facts(tx)
  if (access === 'signed-in') return
  const enough = permissionsOf(access)
  const held = enough.some((permission) => {
    const { resource, action } = split(permission)
    return holds(facts, resource, action)
  })
  if (!held) throw new Forbidden((t) => t.refusal.forbidden({ code: enough.join(', ') }))
}

/**
 * Asks for the positionals that are missing, one after the other: what the next may be can depend on the one before.
 *
 * @throws Forbidden before the first question · Refused there is nothing to choose from
 */
async function askArguments(call: Call, spec: AnySpec, given: Values, missing: readonly Missing[]): Promise<Values> {
  const { app, t } = call
  const args: Record<string, unknown> = { ...given }
  for (const { key } of missing) {
    const declared = spec.positionals?.[key]
    if (!declared) continue
    const { pick } = declared
    const choices =
      spec.access === 'public' && !pick
        ? undefined
        : await app.transact(async (tx) => {
            await mayRun(app, tx, spec.access)
            return pick?.choices(tx, args, t, mostListed)
          })
    args[key] = await askArgument(call, declared, choices && !pick?.inOrder ? byName(choices, t) : choices)
  }
  return args
}

/** As a person would look for them: to the database É comes after Z. */
function byName<T>(choices: readonly Choice<T>[], { lang }: Catalog): Choice<T>[] {
  const { compare } = new Intl.Collator(lang, { numeric: true })
  return choices.toSorted((a, b) => compare(a.label, b.label))
}

async function askArgument(
  { app, t }: Call,
  { field, many, pick }: Positional,
  choices: readonly Choice<unknown>[] | undefined,
): Promise<unknown> {
  const asked = pick ? { ...field, label: pick.question } : field
  const one = (of: Field, choices: Record<string, readonly Choice<unknown>[]> = {}) =>
    fill({ prompt: app.prompt, t, fields: { of }, required: ['of'], given: {}, choices }).then((answer) => answer.of)
  // Too many for a list are still a number away.
  if (!pick || !choices || choices.length > mostListed) return one(many ? several(asked) : asked)
  if (choices.length === 0) {
    throw new Refused((words) => words.ask.nothingListed({ question: pick.question(words) }))
  }
  const first = await one(asked, { of: choices })
  if (!many) return first
  const chosen = [first]
  while (chosen.length < choices.length) {
    const rest = choices.filter(({ value }) => !chosen.includes(value))
    const next = await app.prompt.choose({ message: t.ask.another, choices: rest, optional: true })
    if (next === undefined) break
    chosen.push(next)
  }
  return chosen
}

/** One or more values in one answer, with spaces between them. */
function several(field: Field): Field {
  const schema = (t: Catalog) =>
    reading(t, (typed): unknown[] | Wrong => {
      const results = typed.split(/[\s,]+/).flatMap((word) => (word ? [safeParse(field.schema(t), word)] : []))
      const wrong = results.find(({ success }) => !success)
      if (wrong?.issues) return new Wrong(wrong.issues[0].message)
      return results.length === 0 ? new Wrong(t.value.empty) : results.map(({ output }) => output)
    })
  return { ...field, kind: 'text', schema }
}

async function confirmed(
  call: Call,
  confirm: NonNullable<AnySpec['confirm']>,
  { args, flags }: Pick<Judged, 'args' | 'flags'>,
  given: number | undefined,
): Promise<number | undefined> {
  const { question, version } = await confirm(call, args, flags)
  const yes = await call.app.prompt.confirm({ message: question(call.t), initial: false })
  if (!yes) throw new Cancelled((t) => t.usage.cancelled)
  return given ?? version
}
