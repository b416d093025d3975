import { command } from '../cli/command.ts'
import { nearest } from '../cli/suggest.ts'
import { refField } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'delete'],
  access: 'role:delete',
  positionals: {
    role: {
      field: refField,
      placeholder: 'ROLE',
      pick: { question: (t) => t.ask.which.role, choices: store.ownChoices },
    },
  },
  versioned: true,
  async confirm({ app }, { role: ref }) {
    const role = await app.transact((tx) => store.view(tx, { ref, nearest }))
    // Nobody is asked what would be refused whatever they answer.
    store.mustBeDeletable(role, role.people)
    const { name, permission_count: count, version } = role
    return { question: (t) => t.role.confirmDelete({ name, count }), version }
  },
  async run({ app, out }, { args: { role: ref }, ifVersion }) {
    const { name } = await app.transact((tx) => store.remove(tx, { ref, nearest }, ifVersion), { writes: true })
    await out.done((t) => t.role.deleted({ name }))
  },
})
