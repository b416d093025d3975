/** Asking for what a command lacks: one question a field, judged by the schema that judges the option (terminal.md §4). */
import * as v from 'valibot'
import { Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field, Fields, ValuesOf } from '../field/field.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Prompter } from '../terminal/prompt/prompt.ts'

export interface FormOptions<F extends Fields> {
  readonly prompt: Prompter
  readonly t: Catalog
  /** Asked for in this order. */
  readonly fields: F
  /** Names of the fields that must have a value. */
  readonly required: readonly (keyof F & string)[]
  /** Values of options, already judged: never asked for. */
  readonly given: ValuesOf<F>
  /** What a reference may be, already fetched, by the field's name. A reference without choices is asked for as its text. */
  readonly choices: { readonly [K in keyof F]?: readonly Choice<unknown>[] }
  /** For `update`: the record as it is, by column. Only what differs from it is returned. */
  readonly current?: Readonly<Record<string, unknown>>
}

/** No value came of a question: skipped, or left as it is. */
const nothing = Symbol('nothing')

/**
 * The given values, and those answered. Without `current` an optional field that was skipped is absent, and so is an optional
 * yes/no answered No (what it is without the option); with `current`, every value left as it is; an emptied one is null.
 * A secret is asked twice, unless its field says `confirm: false`; an optional one, never.
 *
 * @throws Cancelled Esc or Ctrl-C · Refused a required reference that has nothing to choose from
 */
export async function askFields<F extends Fields>(o: FormOptions<F>): Promise<ValuesOf<F>> {
  const values: Record<string, unknown> = { ...o.given }
  for (const [name, field] of Object.entries(o.fields)) {
    if (values[name] !== undefined) continue
    const answer = await askFor(o, name, field)
    if (answer !== nothing) values[name] = answer
  }
  return values as ValuesOf<F>
}

async function askFor<F extends Fields>(o: FormOptions<F>, name: string, field: Field): Promise<unknown> {
  const required = o.current === undefined && o.required.includes(name)
  const choices = o.choices[name] ?? field.words?.map((word) => ({ value: word, label: word }))
  // Choices that were fetched hold values; words are still to be read.
  if (choices) return choose(o, field, choices, { required, words: o.choices[name] === undefined })
  if (field.kind === 'secret') return required ? secret(o, field) : nothing
  if (field.kind === 'yes-no') return yesOrNo(o, field, required)
  return typed(o, field, required)
}

async function typed<F extends Fields>(o: FormOptions<F>, field: Field, required: boolean): Promise<unknown> {
  const { prompt, t, current } = o
  const validate = validator(field, t)
  const initial = editable(field, current?.[field.column], t)
  // A value that cannot be emptied may only be left out where there is none.
  const optional = !required && (initial === '' || field.nullable === true)
  const preview = previewOf(field, t)
  const answer = await prompt.text({
    message: field.label(t),
    ...(initial === '' ? {} : { initial }),
    ...(optional ? { optional } : {}),
    ...(field.kind === 'lines' ? { lines: true } : {}),
    check: (text) => validate(text).refusal,
    ...(preview ? { preview } : {}),
  })
  if (answer === initial) return nothing
  if (optional && answer.trim() === '') return initial === '' ? nothing : null
  const value = validate(answer).value
  // `1 200,50` for 1200.50 is no change.
  return current !== undefined && editable(field, value, t) === initial ? nothing : value
}

async function choose<F extends Fields>(
  o: FormOptions<F>,
  field: Field,
  choices: readonly Choice<unknown>[],
  is: { readonly required: boolean; readonly words: boolean },
): Promise<unknown> {
  const { prompt, t } = o
  const current = o.current?.[field.column]
  const label = field.label(t)
  if (choices.length === 0) {
    if (is.required) throw new Refused((words) => words.ask.nothingToChoose({ label: field.label(words) }))
    return nothing
  }
  const has = current !== undefined && current !== null
  const listed = choices.some((choice) => choice.value === current)
  // What is there now is kept with Enter, though it may not be chosen anew: a colleague who has left.
  const kept = has && !listed ? [{ value: current, label: fieldText(field, current, t) }, ...choices] : choices
  const optional = !is.required && (!has || field.nullable === true)
  const chosen = await prompt.choose({
    message: label,
    choices: kept,
    ...(has ? { initial: current } : {}),
    ...(optional ? { optional } : {}),
  })
  if (chosen === undefined) return has && field.nullable ? null : nothing
  if (has && chosen === current) return nothing
  return is.words ? validator(field, t)(String(chosen)).value : chosen
}

async function yesOrNo<F extends Fields>(o: FormOptions<F>, field: Field, required: boolean): Promise<unknown> {
  const current = o.current?.[field.column] === true
  const answer = await o.prompt.confirm({ message: field.label(o.t), initial: current })
  return required || answer !== current ? answer : nothing
}

async function secret<F extends Fields>(o: FormOptions<F>, field: Field): Promise<unknown> {
  const { prompt, t } = o
  const label = field.label(t)
  const validate = validator(field, t)
  let message = label
  while (true) {
    const first = await prompt.secret({ message, check: (text) => validate(text).refusal })
    const second =
      field.confirm === false ? first : await prompt.secret({ message: t.ask.again({ label }), check: () => undefined })
    if (second === first) return validate(first).value
    message = t.ask.differ({ label })
  }
}

/** A field's schema, as questions use it: the value, or the first sentence against it. */
function validator(
  field: Field,
  t: Catalog,
): (text: string) => { readonly value?: unknown; readonly refusal?: string } {
  const schema = field.schema(t)
  return (text) => {
    const result = v.safeParse(schema, text)
    return result.success ? { value: result.output } : { refusal: result.issues[0].message }
  }
}

/** How a date or an amount was understood: both have readings that look alike. */
function previewOf(field: Field, t: Catalog): ((text: string) => string | undefined) | undefined {
  const validate = validator(field, t)
  const shown = { date: t.format.longDate, amount: t.format.amount }[field.kind as string]
  if (!shown) return undefined
  return (text) => {
    const { value } = validate(text)
    return typeof value === 'string' ? shown(value) : undefined
  }
}

/** A stored value as a form offers it. */
function editable(field: Field, value: unknown, t: Catalog): string {
  const text = fieldText(field, value, t)
  return text === '' ? text : (field.shown?.(text, t) ?? text)
}

/**
 * A stored value as a person would type it: a date as `dd/mm/yyyy HH:MM` in the catalogue's zone, an amount as `1200.50`.
 *
 * @param value a column as the database gives it: RFC 3339 instant, decimal string, boolean, number, text, null
 */
export function fieldText(field: Field, value: unknown, t: Catalog): string {
  if (value === null || value === undefined) return ''
  if (field.kind === 'date') return t.format.date(String(value))
  if (field.kind === 'amount') {
    const [whole = '0', decimals = ''] = String(value).split('.')
    return `${whole}.${decimals.padEnd(2, '0')}`
  }
  return String(value)
}
