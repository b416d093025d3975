import { announce } from '../cli/changes.ts'
import { command } from '../cli/command.ts'
import { patchOf } from '../cli/field.ts'
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
  present: (tx, { id }) => store.view(tx, id),
  async run(call, { args: { id }, values, ifVersion }) {
    const change = patchOf(fields, values)
    const { seen, done } = await call.app.transact((tx) => store.update(tx, id, change, ifVersion), { writes: true })
    await announce(call, {
      columns: cardColumns,
      before: seen,
      after: done,
      done: (t) => t.company.updated({ id }),
      unchanged: (t) => t.company.unchanged({ id }),
    })
    await call.out.record({ title: (t) => t.company.card({ id, name: done.name }), columns: cardColumns, row: done })
  },
})
