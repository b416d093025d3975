import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import * as companies from '../company/store.ts'
import { patchOf } from '../field/field.ts'
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
  current: (connection, { id }) => store.view(connection, id),
  async run(call, { args: { id }, values, ifVersion }) {
    const change = patchOf(changing, values)
    const { before, after } = await call.app.connect((connection) => store.update(connection, id, change, ifVersion), {
      writes: true,
    })
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.client.updated({ id: after.id, name: after.full_name }),
      unchanged: (t) => t.client.unchanged({ id: after.id, name: after.full_name }),
    })
    await call.out.record({
      title: (t) => t.client.card({ id: after.id, name: after.full_name }),
      columns: cardColumns,
      row: after,
    })
  },
})
