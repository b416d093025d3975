import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import { cardColumns, idField, supportField } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'assign_support'],
  access: 'event:assign_support',
  positionals: {
    id: {
      field: idField,
      placeholder: 'EVENT_ID',
      judge: store.judgeAssignment,
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('assign_support'), presorted: true },
    },
    support: {
      field: supportField,
      placeholder: 'SUPPORT_ID',
      pick: { question: (t) => t.ask.which.support, choices: store.supports },
    },
  },
  versioned: true,
  async run(call, { args: { id, support }, ifVersion }) {
    const { before, after } = await call.app.connect(
      (connection) => store.assignSupport(connection, id, support, ifVersion),
      {
        writes: true,
      },
    )
    const name = after.support_contact_name
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.event.assigned({ id, name, support }),
      unchanged: (t) => t.event.alreadyAssigned({ id, name, support }),
    })
    await call.out.record({ title: (t) => t.event.card({ id, title: after.title }), columns: cardColumns, row: after })
  },
})
