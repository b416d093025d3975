import { command } from '../command/command.ts'
import { mostNamed, nameRecords } from '../command/touched.ts'
import * as cards from './card-store.ts'
import { cardColumns, idField } from './company.ts'
import * as store from './store.ts'

/** What a program gets: the id, and how many clients have lost their company. */
const deletedColumns = cardColumns.filter(({ key }) => key === 'id' || key === 'client_count')

export default command({
  path: ['company', 'delete'],
  access: 'company:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.company, choices: store.choicesFor('delete') },
    },
  },
  versioned: true,
  async confirm({ app, out }, { id }) {
    const { found, left } = await app.connect(async (connection) => {
      const found = await store.view(connection, id, 'company:delete')
      const wanted = { kinds: ['clients'], most: mostNamed } as const
      const some = found.client_count > 0 ? await cards.view(connection, found.id, wanted) : undefined
      return { found, left: some?.related.clients }
    })
    const { client_count: clients, version, ...company } = found
    await nameRecords({ out }, 'client', left, clients)
    return { question: (t) => t.company.confirmDelete({ ...company, clients }), version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    const was = await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.company.deleted({ ...was, clients: was.client_count }))
    await out.data({ columns: deletedColumns, row: was })
  },
})
