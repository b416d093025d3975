import { command } from '../command/command.ts'
import { partsOf, wantedBy, withField } from '../related/parts.ts'
import * as cards from './card-store.ts'
import { cardColumns, idField } from './company.ts'
import * as store from './store.ts'

const kinds = ['clients'] as const

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
  fields: { with: withField(kinds) },
  async run(call, { args: { id }, values }) {
    const wanted = await wantedBy(call, kinds, values.with)
    const { company, related } = await call.app.connect((connection) => cards.view(connection, id, wanted))
    const parts = partsOf(related, wanted, {
      clients: { all: `client list --company ${company.id}`, without: ['company_id'] },
    })
    await call.out.record({
      title: (t) => t.company.card({ id: company.id, name: company.name }),
      columns: cardColumns,
      row: company,
      parts,
      ...(values.with && { isParts: true }),
    })
  },
})
