import { announce } from '../cli/changes.ts'
import { command } from '../cli/command.ts'
import { patchOf } from '../cli/field.ts'
import * as contracts from '../contract/store.ts'
import { cardColumns, fields, idField } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'update'],
  access: ['event:update', 'event:assign_support'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: {
        question: (t) => t.ask.which.event,
        choices: store.choicesFor('update', 'assign_support'),
        inOrder: true,
      },
    },
  },
  fields,
  versioned: true,
  choices: { contractId: contracts.forEvent, supportContactId: store.supports },
  present: (tx, { id }) => store.view(tx, id),
  async run(call, { args: { id }, values, ifVersion }) {
    const change = patchOf(fields, values)
    const { seen, done } = await call.app.transact((tx) => store.update(tx, id, change, ifVersion), { writes: true })
    await announce(call, {
      columns: cardColumns,
      before: seen,
      after: done,
      done: (t) => t.event.updated({ id }),
      unchanged: (t) => t.event.unchanged({ id }),
    })
    await call.out.record({ title: (t) => t.event.card({ id, title: done.title }), columns: cardColumns, row: done })
  },
})
