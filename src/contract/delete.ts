import { command } from '../command/command.ts'
import { mostNamed, nameRecords } from '../command/touched.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { countOf } from '../payment/store.ts'
import * as cards from './card-store.ts'
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
  async confirm({ app, out, t }, { id }, { withEvents }) {
    const { contract, gone } = await app.connect(async (connection) => {
      const contract = await store.view(connection, id, 'contract:delete')
      const { id: found, event_count: events } = contract
      // Do not ask for confirmation if the delete would be refused anyway.
      if (events > 0 && !withEvents) throw await store.hasEvents(connection, found, events)
      const payments = await countOf(connection, found)
      if (payments > 0) throw expectedRefusal('contract_has_payments', { contract: found, payments })
      const wanted = { kinds: ['events'], most: mostNamed } as const
      return {
        contract,
        gone: events > 0 ? (await cards.view(connection, found, wanted, t.format.today())).related.events : [],
      }
    })
    const { id: found, client_name: client, event_count: events, version } = contract
    await nameRecords({ out }, 'event', gone, events)
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
