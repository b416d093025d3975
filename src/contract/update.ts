import { announce } from '../cli/changes.ts'
import { command } from '../cli/command.ts'
import { patchOf } from '../cli/field.ts'
import * as clients from '../client/store.ts'
import { cardColumns, fields, idField } from './contract.ts'
import { mustAgree } from './payment.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'update'],
  access: 'contract:update',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('update') },
    },
  },
  fields,
  versioned: true,
  choices: { clientId: clients.forContract, commercialId: async () => [] },
  present: (tx, { id }) => store.view(tx, id),
  async run(call, { args: { id }, values, ifVersion }) {
    mustAgree(values, 'contract update')
    const change = patchOf(fields, values)
    const { seen, done } = await call.app.transact((tx) => store.update(tx, id, change, ifVersion), { writes: true })
    if (done.is_signed && !seen?.is_signed) await call.app.report.happened('contract.signed', id)
    await announce(call, {
      columns: cardColumns,
      before: seen,
      after: done,
      done: (t) => t.contract.updated({ id }),
      unchanged: (t) => t.contract.unchanged({ id }),
    })
    await call.out.record({
      title: (t) => t.contract.card({ id, client: done.client_name }),
      columns: cardColumns,
      row: done,
    })
  },
})
