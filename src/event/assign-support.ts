import type { Call } from '../app.ts'
import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import { equivalent } from '../command/equivalent-command.ts'
import { canPrompt } from '../command/execute.ts'
import type { Reference } from '../field/reference.ts'
import { candidateColumns, cardColumns, idField, strict, supportField } from './event.ts'
import * as store from './store.ts'
import { judgeAssignment, suggestions } from './suggest-store.ts'
import { warnOfClashes } from './warn.ts'

/** How many colleagues `--suggest` offers. */
const mostSuggested = 3

export default command({
  path: ['event', 'assign_support'],
  access: 'event:assign_support',
  positionals: {
    id: {
      field: idField,
      placeholder: 'EVENT_ID',
      judge: judgeAssignment,
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('assign_support'), presorted: true },
    },
    support: {
      field: supportField,
      placeholder: 'SUPPORT_ID',
      pick: { question: (t) => t.ask.which.support, choices: store.supports },
    },
  },
  switches: {
    suggest: { option: 'suggest', help: (t) => t.event.help.suggest, insteadOf: 'support' },
    strict,
  },
  versioned: true,
  async run(call, { args, flags, ifVersion }) {
    const chosen = flags.suggest ? await suggested(call, args.id) : { id: args.id, support: args.support }
    if (!chosen) return
    const { before, after } = await call.app.connect(
      (connection) => store.assignSupport(connection, chosen.id, chosen.support, ifVersion, flags.strict),
      { writes: true },
    )
    const { id: event, title, support_contact_name: name } = after
    const taken = { id: event, title, name, support: Number(after.support_contact_id) }
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.event.assigned(taken),
      unchanged: (t) => t.event.alreadyAssigned(taken),
    })
    await warnOfClashes(call, after)
    await call.out.record({ title: (t) => t.event.card({ id: event, title }), columns: cardColumns, row: after })
  },
})

/**
 * The colleagues who are the freest for an event: a person at a terminal chooses from them. Otherwise they are the answer, and nothing is
 * written.
 *
 * @returns undefined where they were the answer
 * @throws as `judgeAssignment` · Cancelled
 */
async function suggested(
  { app, globals, out, t }: Call,
  by: Reference,
): Promise<{ readonly id: number; readonly support: number } | undefined> {
  const { event, found } = await app.connect((connection) => suggestions(connection, by, t, mostSuggested))
  let support: number | undefined
  if (canPrompt(app, globals) && found.length > 0) {
    await out.forPerson(async () => {
      support = await app.prompt.choose({
        message: t.event.suggestions(event),
        choices: found.map(({ choice }) => choice),
      })
    })
  }
  if (support !== undefined) {
    await out.note((words) => words.usage.equivalent)
    await out.equivalentCommand(equivalent(['event', 'assign_support'], [event.id, support], {}, {}, t))
    return { id: event.id, support }
  }
  await out.list({
    title: (words) => words.event.suggestions(event),
    columns: candidateColumns,
    rows: only(found.map(({ candidate }) => candidate)),
    limit: 0,
    empty: (words) => words.event.nobodyToSuggest,
    next: ['user list --support'],
  })
  const [first] = found
  if (first) await out.hint([`event assign_support ${event.id} ${first.candidate.id}`])
  return undefined
}

async function* only<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  yield rows
}
