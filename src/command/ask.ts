/**
 * The questions of one command, for a person at a terminal: the arguments that are missing, the fields that are missing or the form of an
 * update, and the confirmation.
 */
import { safeParse } from 'valibot'
import { type CurrentUser, mayChange, meets } from '../access/can.ts'
import type { Permission, Resource } from '../access/catalogue.ts'
import type { App, Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import { Cancelled, forbidden, type Message, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field, Fields } from '../field/field.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { mostListed } from '../terminal/prompt/prompt.ts'
import { sortedByLabel } from '../terminal/prompt/search.ts'
import { equivalent } from './equivalent-command.ts'
import { askFields, type Creates, fieldSteps } from './form.ts'
import { type Given, namesIn, withoutNames } from './names.ts'
import { permissionsOf } from './options.ts'
import type { AnySpec, NewChoice, Positional, Values } from './spec.ts'
import { type Step, takeSteps } from './steps.ts'
import type { ValidatedArgs } from './validate.ts'

export interface Answers {
  readonly args: Values
  readonly values: Values
  readonly ifVersion: number | undefined
}

/** Asks for everything that is missing. It asks nothing if all was given and nothing is to be confirmed. */
export async function ask(call: Call, spec: AnySpec, given: ValidatedArgs, form: boolean): Promise<Answers> {
  const { app, t } = call
  const { missing } = given
  const confirm = call.globals.yes ? undefined : spec.confirm
  const asksFields = missing.fields.length > 0 || form
  if (missing.args.length === 0 && !asksFields && !confirm) return given

  const find = <G extends Given>(names: G) =>
    withoutNames(call, spec, names, {
      shown: confirm !== undefined,
      permitted: (connection) => requirePermission(app, connection, spec, given.args),
    })
  const typed = await find(given)
  const args: Record<string, unknown> = { ...typed.args }
  const steps: Step[] = missing.args.map(({ key }) => async (back) => {
    const asked = await askPositional(call, spec, { given: typed.args, args, key, back })
    // Where the list would be too long, a name was typed.
    args[key] = (await find({ args: { [key]: args[key] }, values: {} })).args[key]
    return asked
  })
  let filled: Filled = { steps: [], values: typed.values, current: undefined, of: '' }
  const made: Message[] = []
  // If only arguments were asked for, the permission was checked before the first of those questions.
  if (asksFields || missing.args.length === 0) {
    steps.push(async () => {
      filled = await prepare(call, spec, args, typed.values, {
        ...{ form, asksFields, made, before: filled },
        // A field that an option stands for is neither given nor missing.
        required: missing.fields.map(({ key }) => key),
      })
      return false
    })
  }
  if (asksFields) {
    steps.push(
      ...Object.keys(spec.fields ?? {}).map(
        (_, at): Step =>
          async (back) =>
            (await filled.steps[at]?.(back)) ?? false,
      ),
    )
  }
  await takeSteps(steps).catch((error: unknown) => {
    // What was made from within a list stays.
    if (error instanceof Cancelled && made.length > 0) throw new Cancelled((t) => t.ask.cancelledAfter, { more: made })
    throw error
  })

  const { values, current } = filled
  // The equivalent command leaves secrets out. If only a secret was asked for, it would repeat what was typed.
  const open = Object.entries(values).some(
    ([key, value]) => spec.fields?.[key]?.kind !== 'secret' && value !== typed.values[key],
  )
  if (open || missing.args.length > 0 || namesIn(spec, given).length > 0) {
    const words = Object.keys(spec.positionals ?? {}).flatMap(
      (key) => args[key] as string | number | (string | number)[],
    )
    const command = equivalent(spec.path, words, spec.fields ?? {}, values, t)
    const switches = Object.entries(spec.switches ?? {}).filter(([key]) => typed.flags[key])
    await call.out.note((t) => t.usage.equivalent)
    await call.out.equivalentCommand([command, ...switches.map(([, { option }]) => `--${option}`)].join(' '))
  }
  const version = typed.ifVersion ?? current?.version
  return {
    args,
    values,
    ifVersion: confirm ? await confirmed(call, confirm, { args, flags: typed.flags }, version) : version,
  }
}

/** Somebody who has typed everything but a secret is not asked for what may be left out. */
function fieldsToAsk({ fields = {} }: AnySpec, required: readonly string[], form: boolean): Fields {
  const secrets = Object.entries(fields).filter(([key, { kind }]) => kind === 'secret' && required.includes(key))
  return form || secrets.length < required.length ? fields : Object.fromEntries(secrets)
}

/** The questions about fields, their values, and for which arguments they are asked. */
interface Filled {
  readonly steps: readonly Step[]
  readonly values: Values
  readonly current: (Values & { readonly version: number }) | undefined
  readonly of: string
}

/** Checks the permission and fetches what the questions need, in one connection that is closed before the first question. */
async function prepare(
  call: Call,
  spec: AnySpec,
  args: Values,
  given: Values,
  o: { form: boolean; asksFields: boolean; made: Message[]; before: Filled; required: readonly string[] },
): Promise<Filled> {
  const { app, t } = call
  // On the way back from the arguments, the same answers find the same form again, with what was typed.
  const of = JSON.stringify(args)
  if (of === o.before.of) return o.before
  const { required } = o
  let fields = fieldsToAsk(spec, required, o.form)
  const wanted = o.asksFields ? Object.entries(spec.choices ?? {}).filter(([key]) => !(key in given)) : []
  const choices: Record<string, Choice<unknown>[]> = {}
  const creates: Record<string, Creates> = {}
  const fetch = async (connection: Connection) => {
    const currentUser = await requirePermission(app, connection, spec, args)
    const current = o.form ? await spec.current?.(connection, args) : undefined
    if (current && currentUser) fields = changeable(fields, currentUser, spec.path)
    for (const [key, judge] of Object.entries(spec.judges ?? {})) {
      if (given[key] !== undefined && given[key] !== null) await judge(connection, given[key])
    }
    for (const [key, fetch] of wanted) {
      if (!(key in fields)) continue
      const fetched = await fetch(connection, given, t, mostListed)
      // A list that would be too long is replaced by a question for the name or the id.
      if (fetched.length > mostListed) continue
      const listed = sortedByLabel(fetched, t)
      choices[key] = listed
      const fresh = spec.creates?.[key]
      if (fresh && currentUser && holds(currentUser, fresh.access)) creates[key] = maker(call, fresh, listed, o.made)
    }
    return current
  }
  const unneeded = spec.access === 'public' && wanted.length === 0 && !o.form
  const current = unneeded ? undefined : await app.connect(fetch)
  if (current && !o.before.current) await call.out.note((t) => t.ask.form)
  const asked = { ...{ fields, required, given, choices, creates }, ...(current ? { current } : {}) }
  const follow = spec.follow ? { follow: spec.follow } : {}
  return { ...fieldSteps({ prompt: app.prompt, t, ...asked, ...follow }), current, of }
}

/** Makes records that a list of choices lacks, and adds them to it. @param made gets a sentence about each */
function maker(call: Call, fresh: NewChoice, listed: Choice<unknown>[], made: Message[]): Creates {
  const { app, t, out } = call
  return {
    label: fresh.label(t),
    async make(typed) {
      const { fields } = fresh
      const names = Object.keys(fields)
      const drafts = new Map(names.slice(0, 1).map((name) => [name, typed]))
      const values = await askFields({
        ...{ prompt: app.prompt, t, fields, required: names, given: {}, choices: {}, drafts, back: true },
      })
      const choice = await app.connect(
        (connection) => fresh.create(connection, values as Parameters<NewChoice['create']>[1]),
        {
          writes: true,
        },
      )
      const created = fresh.created(choice.value)
      made.push(created)
      listed.splice(0, listed.length, ...sortedByLabel([...listed, choice], t))
      await out.success(created)
      return choice
    },
  }
}

/**
 * Checks the permission before a person answers questions in vain. The database checks it again when the command runs.
 *
 * @returns who is signed in; undefined where nobody has to be
 * @throws Forbidden no role of the caller has it in any scope
 */
async function requirePermission(
  app: App,
  connection: Connection,
  { access, path: [noun] }: Pick<AnySpec, 'access' | 'path'>,
  { id }: Values,
): Promise<CurrentUser | undefined> {
  if (access === 'public') return undefined
  const currentUser: CurrentUser = await app.currentUser(connection)
  if (access === 'signed-in') return currentUser
  const enough = permissionsOf(access)
  const [code = '', ...or] = enough
  if (!enough.some((permission) => holds(currentUser, permission))) {
    const record = typeof id === 'number' ? { noun, id } : undefined
    throw forbidden({ permission: code, record }, { or })
  }
  return currentUser
}

const holds = (currentUser: CurrentUser, permission: Permission): boolean =>
  meets(currentUser, { permission, scoped: true })

/** The fields of a form that this person may change at all: management hands clients over, and corrects nobody's name. */
const changeable = (fields: Fields, currentUser: CurrentUser, [noun]: AnySpec['path']): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, { column }]) => mayChange(currentUser, noun as Resource, column)),
  )

/**
 * Asks for a positional that is missing. Its choices can depend on those before it.
 *
 * @param o.given the positionals that were typed
 * @param o.args all positionals so far, which get the answer
 * @throws Forbidden before the question · Refused there is nothing to choose from
 */
async function askPositional(
  call: Call,
  spec: AnySpec,
  { given, args, key, back }: { given: Values; args: Record<string, unknown>; key: string; back: boolean },
): Promise<boolean> {
  const { app, t } = call
  const declared = spec.positionals?.[key]
  if (!declared) return false
  const { pick } = declared
  const choices =
    spec.access === 'public' && !pick
      ? undefined
      : await app.connect(async (connection) => {
          await requirePermission(app, connection, spec, args)
          for (const [key, { judge }] of Object.entries(spec.positionals ?? {})) {
            if (key in given) await judge?.(connection, given[key])
          }
          return pick?.choices(connection, args, t, mostListed)
        })
  const listed = choices && !pick?.presorted ? sortedByLabel(choices, t) : choices
  args[key] = await askArgument(call, declared, listed, { back, before: args[key] })
  return true
}

/** Asks for one positional, from a list where there is one. @param o.before the answer that was given before @throws Refused the list is empty */
async function askArgument(
  { app, t }: Call,
  { field, many, pick }: Positional,
  choices: readonly Choice<unknown>[] | undefined,
  { back, before }: { back: boolean; before: unknown },
): Promise<unknown> {
  const { prompt } = app
  const asked = pick ? { ...field, label: pick.question } : field
  const one = (of: Field, choices: { readonly of?: readonly Choice<unknown>[] } = {}) => {
    const drafts = new Map(before === undefined || many ? [] : [['of', choices.of ? before : String(before)]])
    const form = { fields: { of }, required: ['of' as const], given: {}, choices, drafts, back }
    return askFields({ prompt, t, ...form }).then((answer) => answer.of)
  }
  // A list that would be too long is replaced by a question for the id.
  if (!pick || !choices || choices.length > mostListed) return one(many ? listField(asked) : asked)
  if (choices.length === 0) {
    throw new Refused((words) => words.ask.nothingListed({ question: pick.question(words) }))
  }
  if (!many) return one(asked, { of: choices })
  return prompt.chooseSeveral({ message: pick.question(t), choices, back })
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
