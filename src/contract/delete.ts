import { command } from '../command/command.ts'
import { cardColumns, idField } from './contract.ts'
import * as store from './store.ts'

/** What a program gets: the id, and how many events were deleted with the contract. */
const deletedColumns = cardColumns.filter(({ key }) => key === 'id' || key === 'event_count')

export default command({
  path: ['contract', 'delete'],
  access: 'contract:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('delete') },
    },
  },
  switches: { withEvents: { option: 'with-events', help: (t) => t.contract.help.withEvents } },
  versioned: true,
  async confirm({ app }, { id }, { withEvents }) {
    const contract = await app.connect(async (connection) => {
      const contract = await store.view(connection, id, 'contract:delete')
      const { id: found, event_count: events } = contract
      // Do not ask for confirmation if the delete would be refused anyway.
      if (events > 0 && !withEvents) throw await store.hasEvents(connection, found, events)
      return contract
    })
    const { id: found, client_name: client, event_count: events, version } = contract
    return { question: (t) => t.contract.confirmDelete({ id: found, client, events }), version }
  },
  async run({ app, out }, { args: { id }, flags, ifVersion }) {
    const how = { ...flags, ...(ifVersion === undefined ? {} : { ifVersion }) }
    const was = await app.connect((connection) => store.remove(connection, id, how), { writes: true })
    const { id: found, client_name: client, event_count: events } = was
    await out.success((t) => t.contract.deleted({ id: found, client, events }))
    await out.data({ columns: deletedColumns, row: was })
  },
})
