/** The questions for the values without a name: ids and names, from lists of the records that this person may use. */
import { safeParse } from 'valibot'
import { type CurrentUser, meets } from '../access/can.ts'
import type { Permission } from '../access/catalogue.ts'
import type { App, Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import { forbidden, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field } from '../field/field.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { mostListed } from '../terminal/prompt/prompt.ts'
import { sortedByLabel } from '../terminal/prompt/search.ts'
import { askFields, type Drafts } from './form.ts'
import { permissionsOf } from './options.ts'
import type { AnySpec, Positional, Values } from './spec.ts'

/**
 * Checks the permission before a person answers questions in vain. The database checks it again when the command runs.
 *
 * @returns who is signed in; undefined where nobody has to be
 * @throws Forbidden no role of the caller has it in any scope
 */
export async function requirePermission(
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

export const holds = (currentUser: CurrentUser, permission: Permission): boolean =>
  meets(currentUser, { permission, scoped: true })

/**
 * Asks for a positional that is missing. Its choices can depend on those before it.
 *
 * @param o.given the positionals that were typed
 * @param o.args all positionals so far, which get the answer
 * @param o.drafts what was typed into this question before
 * @throws Forbidden before the question · Refused there is nothing to choose from
 */
export async function askPositional(
  call: Call,
  spec: AnySpec,
  {
    given,
    args,
    key,
    ...how
  }: { given: Values; args: Record<string, unknown>; key: string; back: boolean; drafts: Drafts },
): Promise<boolean> {
  const { app, t } = call
  const declared = spec.positionals?.[key]
  if (!declared) return false
  const { pick, suggestion } = declared
  const found =
    spec.access === 'public' && !pick
      ? undefined
      : await app.connect(async (connection) => {
          await requirePermission(app, connection, spec, args)
          for (const [key, { judge }] of Object.entries(spec.positionals ?? {})) {
            if (key in given) await judge?.(connection, given[key])
          }
          const suggested = how.drafts.has(answerKey) ? undefined : await suggestion?.(connection, args)
          if (suggested !== undefined) how.drafts.set(answerKey, suggested)
          return pick?.choices(connection, args, t, mostListed)
        })
  const listed = found && !pick?.presorted ? sortedByLabel(found, t) : found
  args[key] = await askArgument(call, declared, listed, { ...how, before: args[key] })
  return true
}

/** The name under which the one question of a positional keeps what was typed. */
const answerKey = 'of'

/** Asks for one positional, from a list where there is one. @param o.before the answer that was given before @throws Refused the list is empty */
async function askArgument(
  { app, t }: Call,
  { field, many, pick }: Positional,
  choices: readonly Choice<unknown>[] | undefined,
  { back, before, drafts }: { back: boolean; before: unknown; drafts: Drafts },
): Promise<unknown> {
  const { prompt } = app
  const asked = pick ? { ...field, label: pick.question } : field
  const one = (of: Field, choices: { readonly of?: readonly Choice<unknown>[] } = {}) => {
    if (before !== undefined && !many) drafts.set(answerKey, choices.of ? before : String(before))
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
