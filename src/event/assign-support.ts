import { announce } from '../cli/changes.ts'
import { command } from '../cli/command.ts'
import { cardColumns, idField, supportField } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'assign_support'],
  access: 'event:assign_support',
  positionals: {
    id: {
      field: idField,
      placeholder: 'EVENT_ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('assign_support'), inOrder: true },
    },
    support: {
      field: supportField,
      placeholder: 'SUPPORT_ID',
      pick: { question: (t) => t.ask.which.support, choices: store.supports },
    },
  },
  versioned: true,
  async run(call, { args: { id, support }, ifVersion }) {
    const { seen, done } = await call.app.transact((tx) => store.assignSupport(tx, id, support, ifVersion), {
      writes: true,
    })
    const name = done.support_contact_name
    await announce(call, {
      columns: cardColumns,
      before: seen,
      after: done,
      done: (t) => t.event.assigned({ id, name, support }),
      unchanged: (t) => t.event.alreadyAssigned({ id, name, support }),
    })
    await call.out.record({ title: (t) => t.event.card({ id, title: done.title }), columns: cardColumns, row: done })
  },
})
