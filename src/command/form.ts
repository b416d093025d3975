/** The questions for the fields of a command: one question a field, whose answer the same schema parses as the option (docs/TERMINAL.md §4). */
import * as v from 'valibot'
import { Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field, Fields, ValuesOf } from '../field/field.ts'
import { isDay } from '../field/kept-time.ts'
import { shownDate } from '../field/understood.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Prompter } from '../terminal/prompt/prompt.ts'

export interface FormOptions<F extends Fields> {
  readonly prompt: Prompter
  readonly t: Catalog
  /** The fields are asked for in this order. */
  readonly fields: F
  /** Names of the fields that must have a value. */
  readonly required: readonly (keyof F & string)[]
  /** Parsed values of options. Their fields are not asked for. */
  readonly given: ValuesOf<F>
  /** What a reference may be, by the field's name. A reference without choices is asked for as text. */
  readonly choices: { readonly [K in keyof F]?: readonly Choice<unknown>[] }
  /** For `update`: the record as it is, by column. Only values that differ from it are returned. */
  readonly current?: Readonly<Record<string, unknown>>
  /** `current` as the answers so far change it. */
  readonly follow?: (
    current: Readonly<Record<string, unknown>>,
    answers: ValuesOf<F>,
    t: Catalog,
  ) => Readonly<Record<string, unknown>>
}

/** The result of a question that was skipped, or whose value was left as it is. */
const nothing = Symbol('nothing')

/**
 * The given values and the answers. Without `current`, a skipped optional field is absent, and so is an optional yes/no answered with No,
 * which is its value without the option. With `current`, a value left as it is is absent, and an emptied one is null. A secret is asked for
 * twice, unless its field says `confirm: false`; an optional secret is never asked for.
 *
 * @throws Cancelled Esc or Ctrl-C · Refused a required reference that has nothing to choose from
 */
export async function askFields<F extends Fields>(o: FormOptions<F>): Promise<ValuesOf<F>> {
  const values: Record<string, unknown> = { ...o.given }
  for (const [name, field] of Object.entries(o.fields)) {
    if (values[name] !== undefined) continue
    const current = o.current && o.follow ? o.follow(o.current, values as ValuesOf<F>, o.t) : o.current
    const answer = await askFor({ ...o, ...(current ? { current } : {}) }, name, field)
    if (answer !== nothing) values[name] = answer
  }
  return values as ValuesOf<F>
}

async function askFor<F extends Fields>(o: FormOptions<F>, name: string, field: Field): Promise<unknown> {
  const required = o.current === undefined && o.required.includes(name)
  const choices = o.choices[name] ?? field.words?.map((word) => ({ value: word, label: word }))
  // Fetched choices hold values, while words are still to be parsed.
  if (choices) return choose(o, field, choices, { required, words: o.choices[name] === undefined })
  if (field.kind === 'secret') return required ? secret(o, field) : nothing
  if (field.kind === 'yes-no') return yesOrNo(o, field, required)
  return typed(o, field, required)
}

async function typed<F extends Fields>(o: FormOptions<F>, field: Field, required: boolean): Promise<unknown> {
  const { prompt, t, current } = o
  const validate = validator(field, t)
  const initial = editable(field, current?.[field.column], t)
  // A value that cannot be emptied may be left out only if there is none yet.
  const optional = !required && (initial === '' || field.nullable === true)
  const preview = previewOf(field, t)
  const answer = await prompt.text({
    message: field.label(t),
    ...(initial === '' ? {} : { initial }),
    ...(optional ? { optional } : {}),
    ...(field.kind === 'lines' ? { lines: true } : {}),
    // Enter keeps what is stored, also a value that cannot be typed (a date that came by SQL: `infinity`).
    check: (text) => (current !== undefined && text === initial ? undefined : validate(text).refusal),
    ...(preview ? { preview } : {}),
  })
  if (answer === initial) return nothing
  if (optional && answer.trim() === '') return initial === '' ? nothing : null
  const value = validate(answer).value
  // A different spelling of the same value is no change: `1 200,50` for 1200.50.
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
  // Enter keeps the current value even if it could not be chosen again, such as a colleague who has left.
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

/** A field's schema as questions use it: it gives the value, or the first sentence that refuses it. */
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

/** Shows how a date or an amount was understood, because both can be misread. */
function previewOf(field: Field, t: Catalog): ((text: string) => string | undefined) | undefined {
  const validate = validator(field, t)
  const shown = { date: (value: string) => shownDate(value, t), amount: t.format.amount }[field.kind as string]
  if (!shown) return undefined
  return (text) => {
    const { value } = validate(text)
    return typeof value === 'string' ? shown(value) : undefined
  }
}

/** A stored value as a form offers it for editing. */
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
  // `2027-06-12` is a day whose time is that of the record.
  if (field.kind === 'date') return isDay(value) ? value.split('-').reverse().join('/') : t.format.date(String(value))
  if (field.kind === 'amount') {
    const [whole = '0', decimals = ''] = String(value).split('.')
    return `${whole}.${decimals.padEnd(2, '0')}`
  }
  return String(value)
}
