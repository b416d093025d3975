import { announce } from '../cli/changes.ts'
import { command } from '../cli/command.ts'
import { patchOf } from '../cli/field.ts'
import * as companies from '../company/store.ts'
import { cardColumns, commercialId, fields, idField } from './client.ts'
import * as store from './store.ts'

const changing = { ...fields, commercialId }

export default command({
  path: ['client', 'update'],
  access: ['client:update', 'client:assign_commercial'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: store.choicesFor('update', 'assign_commercial') },
    },
  },
  fields: changing,
  versioned: true,
  choices: { companyId: companies.choices, commercialId: store.commercials },
  present: (tx, { id }) => store.view(tx, id),
  async run(call, { args: { id }, values, ifVersion }) {
    const change = patchOf(changing, values)
    const { seen, done } = await call.app.transact((tx) => store.update(tx, id, change, ifVersion), { writes: true })
    await announce(call, {
      columns: cardColumns,
      before: seen,
      after: done,
      done: (t) => t.client.updated({ id }),
      unchanged: (t) => t.client.unchanged({ id }),
    })
    await call.out.record({
      title: (t) => t.client.card({ id, name: done.full_name }),
      columns: cardColumns,
      row: done,
    })
  },
})
