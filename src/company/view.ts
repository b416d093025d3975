import { command } from '../command/command.ts'
import { cardColumns, idField } from './company.ts'
import * as store from './store.ts'

export default command({
  path: ['company', 'view'],
  access: 'company:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.company, choices: store.choicesFor('view') },
    },
  },
  async run({ app, out }, { args: { id } }) {
    const company = await app.connect((connection) => store.view(connection, id))
    await out.record({ title: (t) => t.company.card(company), columns: cardColumns, row: company })
  },
})
