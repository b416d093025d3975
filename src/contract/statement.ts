import { command } from '../command/command.ts'
import { paperFormats } from '../papers/paper.ts'
import { idField } from './contract.ts'
import { contractPaper } from './statement-paper.ts'
import { statement } from './statement-store.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'statement'],
  access: 'contract:view',
  shows: ['payment:view'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('view') },
    },
  },
  formats: paperFormats,
  async run({ app, out, t }, { args: { id } }) {
    const today = t.format.now().toPlainDate().toString()
    const contract = await app.connect((connection) => statement(connection, id, today))
    await out.paper(contractPaper(contract, t.format.date(today), t))
  },
})
