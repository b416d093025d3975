/**
 * The questions of one command, for a person at a terminal: the arguments that are missing, the fields that are missing or the form of an
 * update, and the confirmation.
 */
import { safeParse } from 'valibot'
import { type CurrentUser, hasPermission } from '../access/can.ts'
import { split } from '../access/catalogue.ts'
import type { App, Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import { Cancelled, forbidden, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field } from '../field/field.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { mostListed } from '../terminal/prompt/prompt.ts'
import { equivalent } from './equivalent-command.ts'
import { askFields } from './form.ts'
import { permissionsOf } from './options.ts'
import type { AnySpec, Positional, Values } from './spec.ts'
import type { Missing, ValidatedArgs } from './validate.ts'

export interface Answers {
  readonly args: Values
  readonly values: Values
  readonly ifVersion: number | undefined
}

/** Asks for everything that is missing. It asks nothing if all was given and nothing is to be confirmed. */
export async function ask(call: Call, spec: AnySpec, typed: ValidatedArgs, form: boolean): Promise<Answers> {
  const { app, t } = call
  const { missing } = typed
  const confirm = call.globals.yes ? undefined : spec.confirm
  const asksFields = missing.fields.length > 0 || form
  if (missing.args.length === 0 && !asksFields && !confirm) return typed

  const args = await askArguments(call, spec, typed.args, missing.args)
  // If only arguments were asked for, the permission was checked before the first of those questions.
  const { choices, current } =
    asksFields || missing.args.length === 0
      ? await prepare(call, spec, args, typed.values, { form, asksFields })
      : { choices: {}, current: undefined }

  let values = typed.values
  if (asksFields) {
    const { fields = {}, required = [] } = spec
    if (current) await call.out.note((t) => t.ask.form)
    const answers = await askFields({
      prompt: app.prompt,
      t,
      fields,
      required,
      given: typed.values,
      choices,
      ...(current ? { current } : {}),
    })
    values = { ...typed.values, ...answers }
  }
  // The equivalent command leaves secrets out. If only a secret was asked for, it would repeat what was typed.
  const open = Object.entries(values).some(
    ([key, value]) => spec.fields?.[key]?.kind !== 'secret' && value !== typed.values[key],
  )
  if (open || missing.args.length > 0) {
    const words = Object.keys(spec.positionals ?? {}).flatMap(
      (key) => args[key] as string | number | (string | number)[],
    )
    const command = equivalent(spec.path, words, spec.fields ?? {}, values, t)
    await call.out.note((t) => t.usage.equivalent)
    await call.out.equivalentCommand(command)
  }
  const version = typed.ifVersion ?? current?.version
  return {
    args,
    values,
    ifVersion: confirm ? await confirmed(call, confirm, { args, flags: typed.flags }, version) : version,
  }
}

/** Checks the permission and fetches what the questions need, in one connection that is closed before the first question. */
async function prepare(
  { app, t }: Call,
  spec: AnySpec,
  args: Values,
  given: Values,
  { form, asksFields }: { form: boolean; asksFields: boolean },
): Promise<{ choices: Record<string, Choice<unknown>[]>; current?: Values & { readonly version: number } }> {
  const wanted = asksFields ? Object.entries(spec.choices ?? {}).filter(([key]) => !(key in given)) : []
  if (spec.access === 'public' && wanted.length === 0 && !form) return { choices: {} }
  return app.connect(async (connection) => {
    await requirePermission(app, connection, spec, args)
    const current = form ? await spec.current?.(connection, args) : undefined
    const choices: Record<string, Choice<unknown>[]> = {}
    for (const [key, fetch] of wanted) {
      const fetched = await fetch(connection, given, t, mostListed)
      // A list that would be too long is replaced by a question for the id.
      if (fetched.length <= mostListed) choices[key] = sortedByLabel(fetched, t)
    }
    return { choices, ...(current ? { current } : {}) }
  })
}

/**
 * Checks the permission before a person answers questions in vain. The database checks it again when the command runs.
 *
 * @throws Forbidden no role of the caller has it in any scope
 */
async function requirePermission(
  app: App,
  connection: Connection,
  { access, path: [noun] }: Pick<AnySpec, 'access' | 'path'>,
  { id }: Values,
): Promise<void> {
  if (access === 'public') return
  const currentUser: CurrentUser = await app.currentUser(connection)
  if (access === 'signed-in') return
  const enough = permissionsOf(access)
  const held = enough.some((permission) => {
    const { resource, action } = split(permission)
    return hasPermission(currentUser, resource, action)
  })
  const [permission = '', ...or] = enough
  const record = typeof id === 'number' ? { noun, id } : undefined
  if (!held) throw forbidden({ permission, record }, { or })
}

/**
 * Asks for the missing positionals one after the other, because the choices of one can depend on the one before.
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
        : await app.connect(async (connection) => {
            await requirePermission(app, connection, spec, args)
            return pick?.choices(connection, args, t, mostListed)
          })
    args[key] = await askArgument(call, declared, choices && !pick?.presorted ? sortedByLabel(choices, t) : choices)
  }
  return args
}

/** Sorts as a person would look for them. The database's own order puts É after Z. */
function sortedByLabel<T>(choices: readonly Choice<T>[], { lang }: Catalog): Choice<T>[] {
  const { compare } = new Intl.Collator(lang, { numeric: true })
  return choices.toSorted((a, b) => compare(a.label, b.label))
}

/** Asks for one positional, from a list where there is one. @throws Refused the list is empty */
async function askArgument(
  { app, t }: Call,
  { field, many, pick }: Positional,
  choices: readonly Choice<unknown>[] | undefined,
): Promise<unknown> {
  const asked = pick ? { ...field, label: pick.question } : field
  const one = (of: Field, choices: Record<string, readonly Choice<unknown>[]> = {}) =>
    askFields({ prompt: app.prompt, t, fields: { of }, required: ['of'], given: {}, choices }).then(
      (answer) => answer.of,
    )
  // A list that would be too long is replaced by a question for the id.
  if (!pick || !choices || choices.length > mostListed) return one(many ? listField(asked) : asked)
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

/** The field for one or more values in one answer, with spaces between them. */
function listField(field: Field): Field {
  const schema = (t: Catalog) =>
    parser(t, (typed): unknown[] | InvalidValue => {
      const results = typed.split(/[\s,]+/).flatMap((word) => (word ? [safeParse(field.schema(t), word)] : []))
      const invalid = results.find(({ success }) => !success)
      if (invalid?.issues) return new InvalidValue(invalid.issues[0].message)
      return results.length === 0 ? new InvalidValue(t.value.empty) : results.map(({ output }) => output)
    })
  return { ...field, kind: 'text', schema }
}

/** Asks for the confirmation. @returns the version that the question showed, unless one was given @throws Cancelled on No */
async function confirmed(
  call: Call,
  confirm: NonNullable<AnySpec['confirm']>,
  { args, flags }: Pick<ValidatedArgs, 'args' | 'flags'>,
  given: number | undefined,
): Promise<number | undefined> {
  const { question, version } = await confirm(call, args, flags)
  const yes = await call.app.prompt.confirm({ message: question(call.t), initial: false })
  if (!yes) throw new Cancelled((t) => t.usage.cancelled)
  return given ?? version
}
