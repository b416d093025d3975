import { command } from '../command/command.ts'
import { ledgerColumns } from '../payment/payment.ts'
import * as payments from '../payment/store.ts'
import { columns } from '../related/related.ts'
import { idField } from './contract.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'payments'],
  access: 'payment:list',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('list', 'view') },
    },
  },
  async run({ app, out, t }, { args: { id } }) {
    const {
      schedule,
      payments: rows,
      ...found
    } = await app.connect((connection) => payments.ledger(connection, id, t.format.today()))
    const { contract_id: contract, client_name: client } = found
    await out.record({
      title: (t) => t.payment.ledger({ contract, client }),
      columns: ledgerColumns,
      row: found,
      parts: [
        { key: 'schedule', title: (t) => t.payment.schedule, columns: columns.schedule, rows: schedule },
        { key: 'payments', title: (t) => t.payment.title, columns: columns.payments, rows },
      ],
      isParts: true,
    })
  },
})
