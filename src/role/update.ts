import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
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
  current: async (connection, { role: ref }) => {
    const role = await store.view(connection, ref)
    store.mustBeOwn(role)
    return role
  },
  async run(call, { args: { role: ref }, values: { name }, expected }) {
    const { before, after } = await call.app.connect((connection) => store.rename(connection, ref, name, expected), {
      writes: true,
    })
    await announce(call, {
      columns: columns.filter(({ key }) => key === 'name'),
      before,
      after,
      updated: (t) => t.role.updated({ name: before.name }),
      unchanged: (t) => t.role.unchanged({ name: after.name }),
    })
    await call.out.record({ title: (t) => t.role.card({ id: after.id, name: after.name }), columns, row: after })
  },
})
