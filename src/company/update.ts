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
  async run(call, { args: { id }, values, ifVersion }) {
    const change = patchOf(fields, values)
    const { before, after } = await call.app.connect((connection) => store.update(connection, id, change, ifVersion), {
      writes: true,
    })
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.company.updated({ id }),
      unchanged: (t) => t.company.unchanged({ id }),
    })
    await call.out.record({ title: (t) => t.company.card({ id, name: after.name }), columns: cardColumns, row: after })
  },
})
