import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import { patchOf } from '../field/field.ts'
import { cardColumns, fields, idField } from './company.ts'
import * as store from './store.ts'

export default command({
  path: ['company', 'update'],
  access: 'company:update',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.company, choices: store.choicesFor('update') },
    },
  },
  fields,
  versioned: true,
  current: (connection, { id }) => store.view(connection, id, 'company:update'),
  async run(call, { args: { id }, values, expected }) {
    const change = patchOf(fields, values)
    const { before, after } = await call.app.connect((connection) => store.update(connection, id, change, expected), {
      writes: true,
    })
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.company.updated({ id: after.id, name: after.name }),
      unchanged: (t) => t.company.unchanged({ id: after.id, name: after.name }),
    })
    await call.out.record({
      title: (t) => t.company.card({ id: after.id, name: after.name }),
      columns: cardColumns,
      row: after,
    })
  },
})
