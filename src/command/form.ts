/** The questions for the fields of a command: one question a field, whose answer the same schema parses as the option (docs/TERMINAL.md §4). */
import { Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field, Fields, ValuesOf } from '../field/field.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { Back, Left, type ListQuestion, type Prompter } from '../terminal/prompt/prompt.ts'
import { type Agreement, type Disagreement, disagreement } from './agreement.ts'
import { editable, fieldText, previewOf, validator } from './field-text.ts'
import { type Step, takeSteps } from './steps.ts'

/** What was typed or chosen, by the field's name. */
export type Drafts = Map<string, unknown>

export interface FormOptions<F extends Fields> {
  readonly prompt: Prompter
  readonly t: Catalog
  /** The fields are asked for in this order, but secrets last: they would have been typed in vain if another answer was refused. */
  readonly fields: F
  /** Names of the fields that must have a value. */
  readonly required: readonly (keyof F & string)[]
  /** Parsed values of options. Their fields are not asked for. */
  readonly given: ValuesOf<F>
  /** What a reference may be, by the field's name. A reference without choices is asked for as text. */
  readonly choices: { readonly [K in keyof F]?: readonly Choice<unknown>[] }
  /** Fetches choices once more, with the answers so far and the record by column. Undefined: there are too many for a list. */
  readonly late?: {
    readonly [K in keyof F]?: (so: Readonly<Record<string, unknown>>) => Promise<readonly Choice<unknown>[] | undefined>
  }
  /** How a person makes a record that a list lacks, by the name of the field whose list it is. */
  readonly creates?: { readonly [K in keyof F]?: Creates }
  /** For `update`: the record as it is, by column. Only values that differ from it are returned. */
  readonly current?: Readonly<Record<string, unknown>>
  /** `current` as the answers so far change it. */
  readonly follow?: (
    current: Readonly<Record<string, unknown>>,
    answers: ValuesOf<F>,
    t: Catalog,
  ) => Readonly<Record<string, unknown>>
  /** What the answers must agree in. */
  readonly agreements?: readonly Agreement[]
  /** Who is asked. */
  readonly me?: number | undefined
  /** Answers as they were typed or chosen before, by the field's name. They are offered again. */
  readonly drafts?: Drafts
  /** Whether there is a question before these. */
  readonly back?: boolean
}

/** Makes a record that a list lacks. */
export interface Creates {
  /** `new company…` */
  readonly label: string
  /** Asks for what it needs and makes it. The list holds it from then on. @param typed what the list was searched for @throws Back */
  make(typed: string): Promise<Choice<unknown>>
}

/** The result of a question that was skipped, or whose value was left as it is; and of one that is not asked at all. */
const nothing = Symbol('nothing')
const unasked = Symbol('unasked')

/**
 * The given values and the answers. Without `current`, a skipped optional field is absent, and so is an optional yes/no answered with No,
 * which is its value without the option. With `current`, a value left as it is is absent, and an emptied one is null. A secret is asked for
 * twice, unless its field says `confirm: false`; an optional secret is never asked for.
 *
 * @throws Cancelled Esc or Ctrl-C · Back where there is a question before these · Refused a required reference that has nothing to choose from
 */
export async function askFields<F extends Fields>(o: FormOptions<F>): Promise<ValuesOf<F>> {
  const { steps, values } = fieldSteps(o)
  await takeSteps(steps, o)
  return values
}

/** The questions of a form as steps, one a field, and the values, which the steps fill in. */
export function fieldSteps<F extends Fields>(
  o: FormOptions<F>,
): { readonly steps: Step[]; readonly values: ValuesOf<F> } {
  const values: Record<string, unknown> = { ...o.given }
  const drafts: Drafts = o.drafts ?? new Map()
  const secretsLast = Object.entries(o.fields).toSorted(([, a], [, b]) => Number(isSecret(a)) - Number(isSecret(b)))
  const steps = secretsLast.map(([name, field], at): Step => {
    const isOpen = (other: string) =>
      o.given[other] === undefined && secretsLast.findIndex(([each]) => each === other) > at
    const keep = (answer: unknown) => {
      if (answer === nothing || answer === unasked) delete values[name]
      else values[name] = answer
    }
    return async (back) => {
      if (o.given[name] !== undefined) return false
      const so = values as ValuesOf<F>
      const current = o.current && (o.follow?.(o.current, so, o.t) ?? o.current)
      const late = o.choices[name] && (await o.late?.[name]?.({ ...current, ...values }))
      const choices = late ? { ...o.choices, [name]: late } : o.choices
      const disagrees = (answer: unknown) => {
        const { [name]: _, ...others } = values
        const known = { values: answer === nothing ? others : { ...others, [name]: answer }, current, me: o.me, t: o.t }
        return disagreement(o.agreements ?? [], known, { isOpen, of: name })
      }
      const answer = await askFor({
        ...o,
        ...(current ? { current } : {}),
        choices,
        name,
        field,
        back,
        drafts,
        values: so,
        ...{ disagrees, keep },
      })
      keep(answer)
      return answer !== unasked
    }
  })
  return { steps, values: values as ValuesOf<F> }
}

const isSecret = ({ kind }: Field) => kind === 'secret'

/** One question of a form. */
interface Asking<F extends Fields> extends FormOptions<F> {
  readonly name: string
  readonly field: Field
  readonly back: boolean
  readonly drafts: Drafts
  readonly values: ValuesOf<F>
  /** What is wrong with an answer beside the others. */
  disagrees(answer: unknown): Disagreement
  /** Takes an answer, also of somebody who leaves the form with it. */
  keep(answer: unknown): void
}

async function askFor<F extends Fields>(o: Asking<F>): Promise<unknown> {
  const { name, field } = o
  const required = o.current === undefined && o.required.includes(name)
  const choices = o.choices[name] ?? field.words?.map((word) => ({ value: word, label: word }))
  // Fetched choices hold values, while words are still to be parsed.
  if (choices) return choose(o, choices, { required, words: o.choices[name] === undefined })
  if (isSecret(field)) return required ? secret(o) : unasked
  if (field.kind === 'yes-no') return yesOrNo(o, required)
  return typed(o, required)
}

async function typed<F extends Fields>(o: Asking<F>, required: boolean): Promise<unknown> {
  const { prompt, t, name, field, current, drafts, back, disagrees } = o
  const validate = validator(field, t)
  const stored = editable(field, current?.[field.column], t)
  const initial = drafts.get(name) ?? stored
  // A value that cannot be emptied may be left out only if there is none yet.
  const optional = !required && (stored === '' || field.nullable === true)
  const understood = previewOf(field, t)
  const resultOf = (answer: string): unknown => {
    if (answer === stored) return nothing
    if (optional && answer.trim() === '') return stored === '' ? nothing : null
    const { value } = validate(answer)
    // A different spelling of the same value is no change: `1 200,50` for 1200.50.
    return current !== undefined && editable(field, value, t) === stored ? nothing : value
  }
  const enter = stored === '' ? unanswered(o) : initial === '' ? t.ask.nothing : undefined
  const check = (text: string) =>
    (current !== undefined && text === stored ? undefined : validate(text).refusal) ??
    disagrees(resultOf(text)).refusal?.userMessage(t)
  const answer = await prompt
    .text({
      ...{ message: field.label(t), back },
      ...(initial === '' ? {} : { initial: String(initial) }),
      ...(optional ? { optional } : {}),
      ...(enter === undefined ? {} : { enter }),
      ...(field.kind === 'lines' ? { lines: true } : {}),
      // Enter keeps what is stored, also a value that cannot be typed (a date that came by SQL: `infinity`).
      check,
      preview: (text) => {
        const said = [understood?.(text), disagrees(resultOf(text)).warning?.(t)].filter((part) => part !== undefined)
        return said.length > 0 ? said.join(' ') : undefined
      },
    })
    .catch((error: unknown) => {
      if (error instanceof Back && error.typed !== '') drafts.set(name, error.typed)
      // What was half typed is an answer already, where it could be one.
      if (error instanceof Left && error.typed.trim() !== '' && check(error.typed) === undefined)
        o.keep(resultOf(error.typed))
      throw error
    })
  drafts.set(name, answer)
  return resultOf(answer)
}

/** What a creation takes for a field without an answer. */
const unanswered = <F extends Fields>({ t, field, current, values }: Asking<F>): string | undefined =>
  current === undefined ? field.default?.(t, values) : undefined

async function choose<F extends Fields>(
  o: Asking<F>,
  choices: readonly Choice<unknown>[],
  is: { readonly required: boolean; readonly words: boolean },
): Promise<unknown> {
  const { t, name, field, drafts } = o
  const current = o.current?.[field.column]
  const creates = o.creates?.[name]
  if (choices.length === 0 && !creates) {
    if (is.required) throw new Refused((words) => words.ask.nothingToChoose({ label: field.label(words) }))
    return unasked
  }
  const has = current !== undefined && current !== null
  const listed = choices.some((choice) => choice.value === current)
  // Enter keeps the current value even if it could not be chosen again, such as a colleague who has left.
  const kept = has && !listed ? [{ value: current, label: fieldText(field, current, t) }, ...choices] : choices
  const optional = !is.required && (!has || field.nullable === true)
  const initial = drafts.has(name) ? drafts.get(name) : has ? current : undefined
  const without = unanswered(o)
  const enter = choices.some(({ label }) => label === without) ? undefined : without
  const chosen = await chooseOrMake(o, creates, {
    choices: kept,
    ...(initial === undefined ? {} : { initial }),
    ...(optional ? { optional } : {}),
    ...(enter === undefined ? {} : { enter }),
  })
  drafts.set(name, chosen)
  if (chosen === undefined) return has && field.nullable ? null : nothing
  if (has && chosen === current) return nothing
  return is.words ? validator(field, t)(String(chosen)).value : chosen
}

/** What was searched for when a person asked for a new record. */
class Wanted {
  readonly typed: string

  constructor(typed: string) {
    this.typed = typed
  }
}

/** Asks for a choice, or for what makes a new one. On the way back from there, the list is asked again. */
async function chooseOrMake<F extends Fields>(
  { prompt, t, name, field, back, drafts }: Asking<F>,
  creates: Creates | undefined,
  list: Pick<ListQuestion<unknown>, 'choices' | 'initial' | 'optional'>,
): Promise<unknown> {
  // What a list was searched for when somebody went back from it.
  const search = `${name} search`
  const create = creates && { label: creates.label, value: (typed: string): unknown => new Wanted(typed) }
  while (true) {
    const before = drafts.get(search)
    const typed = typeof before === 'string' ? { typed: before } : {}
    const chosen = await prompt
      .choose({ message: field.label(t), back, ...list, ...typed, ...(create ? { create } : {}) })
      .catch((error: unknown) => {
        if (error instanceof Back) drafts.set(search, error.typed)
        throw error
      })
    drafts.delete(search)
    if (!(chosen instanceof Wanted && creates)) return chosen
    try {
      return (await creates.make(chosen.typed)).value
    } catch (error) {
      if (!(error instanceof Back)) throw error
    }
  }
}

async function yesOrNo<F extends Fields>(o: Asking<F>, required: boolean): Promise<unknown> {
  const { prompt, t, name, field, drafts, back, disagrees } = o
  const current = o.current?.[field.column] === true
  const initial = drafts.has(name) ? drafts.get(name) === true : current
  const resultOf = (answer: boolean) => (required || answer !== current ? answer : nothing)
  const check = (answer: boolean) => disagrees(resultOf(answer)).refusal?.userMessage(t)
  const answer = await prompt.confirm({ message: field.label(t), initial, back, check }).catch((error: unknown) => {
    if (error instanceof Back && error.chosen !== undefined) drafts.set(name, error.chosen)
    throw error
  })
  drafts.set(name, answer)
  return resultOf(answer)
}

async function secret<F extends Fields>({ prompt, t, field, back }: Asking<F>): Promise<unknown> {
  const label = field.label(t)
  const validate = validator(field, t)
  let message = label
  while (true) {
    const first = await prompt.secret({ message, back, check: (text) => validate(text).refusal })
    if (field.confirm === false) return validate(first).value
    try {
      const second = await prompt.secret({ message: t.ask.again({ label }), back: true, check: () => undefined })
      if (second === first) return validate(first).value
      message = t.ask.differ({ label })
    } catch (error) {
      if (!(error instanceof Back)) throw error
      message = label
    }
  }
}
