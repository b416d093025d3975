import { command } from '../command/command.ts'
import { cardColumns, fields } from './company.ts'
import * as store from './store.ts'

export default command({
  path: ['company', 'create'],
  access: 'company:create',
  fields,
  required: ['name'],
  async run({ app, out }, { values }) {
    const company = await app.connect((connection) => store.create(connection, values), { writes: true })
    const { id, name } = company
    await out.success((t) => t.company.created({ id }))
    await out.record({ title: (t) => t.company.card({ id, name }), columns: cardColumns, row: company })
  },
})
