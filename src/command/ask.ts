/**
 * The questions of one command, for a person at a terminal: the arguments that are missing, the fields that are missing or the form of an
 * update, and the confirmation.
 */
import { type CurrentUser, mayChange } from '../access/can.ts'
import type { Resource } from '../access/catalogue.ts'
import type { Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import type { Shown } from '../db/expected.ts'
import { Cancelled, type Message } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Fields } from '../field/field.ts'
import { mostListed } from '../terminal/prompt/prompt.ts'
import { sortedByLabel } from '../terminal/prompt/search.ts'
import { disagreement } from './agreement.ts'
import { askPositional, holds, requirePermission } from './ask-argument.ts'
import { equivalent } from './equivalent-command.ts'
import { askFields, type Creates, type Drafts, fieldSteps } from './form.ts'
import { lateChoices } from './late.ts'
import { type Given, namesIn, withoutNames } from './names.ts'
import { type AnySpec, type Confirmation, confirmation, type NewChoice, type Values } from './spec.ts'
import { type Step, takeSteps } from './steps.ts'
import type { ValidatedArgs } from './validate.ts'

export interface Answers {
  readonly args: Values
  readonly values: Values
  readonly ifVersion: number | undefined
  /** What the form of an update showed. */
  readonly shown?: Shown
  /** What was typed into that form where it changes something. */
  readonly drafts?: Drafts
}

/**
 * Asks for everything that is missing. It asks nothing if all was given and nothing is to be confirmed.
 *
 * @param before what was typed into the same form, which opens again
 * @throws Cancelled with the command line that goes on with what was typed
 */
export async function ask(
  call: Call,
  spec: AnySpec,
  given: ValidatedArgs,
  form: boolean,
  before?: Drafts,
): Promise<Answers> {
  const { app, t } = call
  const { missing } = given
  const confirm = call.globals.yes ? undefined : confirmation(spec, given.flags)
  const asksFields = missing.fields.length > 0 || form
  if (missing.args.length === 0 && !asksFields && !confirm) return given

  const find = <G extends Given>(names: G) =>
    withoutNames(call, spec, names, {
      shown: confirm !== undefined,
      permitted: (connection) => requirePermission(app, connection, spec, given.args),
    })
  const typed = await find(given)
  const args: Record<string, unknown> = { ...typed.args }
  const steps = missing.args.map(({ key }): Step => {
    const drafts: Drafts = new Map()
    return async (back) => {
      const asked = await askPositional(call, spec, { given: typed.args, args, key, back, drafts })
      // Where the list would be too long, a name was typed.
      args[key] = (await find({ args: { [key]: args[key] }, values: {} })).args[key]
      return asked
    }
  })
  let filled: Filled = { steps: [], values: typed.values, drafts: new Map(), current: undefined }
  // On the way back from the arguments, the same answers find the same form again, with what was typed.
  const forms = new Map<string, Filled>()
  const made: Message[] = []
  // If only arguments were asked for, the permission was checked before the first of those questions.
  if (asksFields || missing.args.length === 0) {
    steps.push(async () => {
      const of = JSON.stringify(args)
      filled =
        forms.get(of) ??
        (await prepare(call, spec, args, typed.values, {
          ...{ form, asksFields, made, before, first: forms.size === 0 },
          // A field that an option stands for is neither given nor missing.
          required: missing.fields.map(({ key }) => key),
        }))
      forms.set(of, filled)
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
  const command = () => {
    const words = Object.keys(spec.positionals ?? {}).flatMap((key) => args[key] ?? [])
    const switches = Object.entries(spec.switches ?? {}).filter(([key]) => typed.flags[key])
    const line = equivalent(spec.path, words, spec.fields ?? {}, filled.values, t)
    return [line, ...switches.map(([, { option }]) => `--${option}`)].join(' ')
  }
  // The equivalent command leaves secrets out. If only a secret was asked for, it would repeat what was typed.
  const isOpen = () =>
    Object.entries(filled.values).some(
      ([key, value]) => spec.fields?.[key]?.kind !== 'secret' && value !== typed.values[key],
    )
  await takeSteps(steps).catch((error: unknown) => {
    throw error instanceof Cancelled ? cancelled(made, isOpen() ? command() : undefined) : error
  })

  if (isOpen() || missing.args.length > 0 || namesIn(spec, given).length > 0) {
    await call.out.note((t) => t.usage.equivalent)
    await call.out.equivalentCommand(command())
  }
  const { values, current, drafts } = filled
  const opened = current ? { shown: current, drafts: new Map([...drafts].filter(([name]) => name in values)) } : {}
  const confirmed = confirm && (await confirmWith(call, confirm, { args, values, flags: typed.flags }))
  return {
    ...{ args: { ...args, ...confirmed?.args }, values },
    ifVersion: typed.ifVersion ?? confirmed?.version,
    ...opened,
  }
}

/**
 * Esc or Ctrl-C, after which nothing is lost.
 *
 * @param made what was made from within a list, which stays
 * @param command goes on with what was typed
 */
function cancelled(made: readonly Message[], command: string | undefined): Cancelled {
  return new Cancelled((t) => (made.length > 0 ? t.ask.cancelledAfter : t.ask.cancelled), {
    more: [...made, ...(command ? [((t) => t.ask.goOn) satisfies Message] : [])],
    ...(command ? { next: [command] } : {}),
  })
}

/** Somebody who has typed everything but a secret is not asked for what may be left out. */
function fieldsToAsk({ fields = {} }: AnySpec, required: readonly string[], form: boolean): Fields {
  const askable = Object.entries(fields).filter(([, { insteadOf }]) => !insteadOf)
  const secrets = askable.filter(([key, { kind }]) => kind === 'secret' && required.includes(key))
  return Object.fromEntries(form || secrets.length < required.length ? askable : secrets)
}

/** The questions about fields, their values, and the record that they are about. */
interface Filled {
  readonly steps: readonly Step[]
  readonly values: Values
  readonly drafts: Drafts
  readonly current: Shown | undefined
}

/** Checks the permission and fetches what the questions need, in one connection that is closed before the first question. */
async function prepare(
  call: Call,
  spec: AnySpec,
  args: Values,
  given: Values,
  o: {
    readonly form: boolean
    readonly asksFields: boolean
    readonly made: Message[]
    readonly before: Drafts | undefined
    /** Whether this is the first record whose form opens. */
    readonly first: boolean
    readonly required: readonly string[]
  },
): Promise<Filled> {
  const { app, t } = call
  const { required, before, made } = o
  const { agreements = [] } = spec
  let me: number | undefined
  let fields = fieldsToAsk(spec, required, o.form)
  const wanted = o.asksFields ? Object.entries(spec.choices ?? {}).filter(([key]) => !(key in given)) : []
  const choices: Record<string, Choice<unknown>[]> = {}
  const creates: Record<string, Creates> = {}
  const fetch = async (connection: Connection) => {
    const currentUser = await requirePermission(app, connection, spec, args)
    const current = o.form ? await spec.current?.(connection, args) : undefined
    me = currentUser?.user_id ?? undefined
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
      if (fresh && currentUser && holds(currentUser, fresh.access)) creates[key] = maker(call, fresh, listed, made)
    }
    return current
  }
  const unneeded = spec.access === 'public' && wanted.length === 0 && !o.form
  const current = unneeded ? undefined : await app.connect(fetch)
  const isOpen = (name: string) => name in fields && given[name] === undefined
  const { refusal } = disagreement(agreements, { values: given, current, me, t }, { isOpen })
  if (refusal) throw refusal
  if (current && o.first) await call.out.note((t) => (before ? t.ask.formAgain : t.ask.form))
  const late = lateChoices(call, spec, args)
  const asked = {
    ...{ fields, required, given, choices, creates, late, agreements, me },
    ...(current ? { current } : {}),
  }
  const drafts: Drafts = new Map(before)
  const follow = spec.follow ? { follow: spec.follow } : {}
  return { ...fieldSteps({ prompt: app.prompt, t, ...asked, drafts, ...follow }), drafts, current }
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
      const created = values as Parameters<NewChoice['create']>[1]
      const choice = await app.connect((connection) => fresh.create(connection, created), { writes: true })
      const said = fresh.created(choice.value)
      made.push(said)
      listed.splice(0, listed.length, ...sortedByLabel([...listed, choice], t))
      await out.success(said)
      return choice
    },
  }
}

/** The fields of a form that this person may change at all: management hands clients over, and corrects nobody's name. */
const changeable = (fields: Fields, currentUser: CurrentUser, [noun]: AnySpec['path']): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, { column }]) => mayChange(currentUser, noun as Resource, column)),
  )

/** Asks for the confirmation. @returns what the question was about; undefined where nothing is touched @throws Cancelled on No */
async function confirmWith(
  call: Call,
  confirm: NonNullable<AnySpec['confirm']>,
  { args, flags, values }: Pick<ValidatedArgs, 'args' | 'flags' | 'values'>,
): Promise<Confirmation | undefined> {
  const shown = await confirm(call, args, flags, values)
  const yes = !shown || (await call.app.prompt.confirm({ message: shown.question(call.t), initial: false }))
  if (!yes) throw new Cancelled((t) => t.usage.cancelled)
  return shown
}
