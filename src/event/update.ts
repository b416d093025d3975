import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import * as contracts from '../contract/store.ts'
import { patchOf } from '../field/field.ts'
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
        presorted: true,
      },
    },
  },
  fields,
  versioned: true,
  choices: { contractId: contracts.forEvent, supportContactId: store.supports },
  current: (connection, { id }) => store.view(connection, id),
  async run(call, { args: { id }, values, ifVersion }) {
    const change = patchOf(fields, values)
    const { before, after } = await call.app.connect((connection) => store.update(connection, id, change, ifVersion), {
      writes: true,
    })
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.event.updated(after),
      unchanged: (t) => t.event.unchanged(after),
    })
    await call.out.record({ title: (t) => t.event.card(after), columns: cardColumns, row: after })
  },
})
