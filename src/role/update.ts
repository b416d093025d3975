import { announce } from '../cli/changes.ts'
import { command } from '../cli/command.ts'
import { nearest } from '../cli/suggest.ts'
import { columns, fields, refField } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'update'],
  access: 'role:update',
  positionals: {
    role: {
      field: refField,
      placeholder: 'ROLE',
      pick: { question: (t) => t.ask.which.role, choices: store.ownChoices },
    },
  },
  fields,
  versioned: true,
  present: (tx, { role }) => store.view(tx, { ref: role, nearest }),
  async run(call, { args: { role: ref }, values: { name }, ifVersion }) {
    const { before, after } = await call.app.transact((tx) => store.rename(tx, { ref, nearest }, name, ifVersion), {
      writes: true,
    })
    await announce(call, {
      columns: columns.filter(({ key }) => key === 'name'),
      before,
      after,
      done: (t) => t.role.updated({ name: before.name }),
      unchanged: (t) => t.role.unchanged({ name: after.name }),
    })
    await call.out.record({ title: (t) => t.role.card({ id: after.id, name: after.name }), columns, row: after })
  },
})
