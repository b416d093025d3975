import { COMMERCIAL, SUPPORT } from '../access/catalogue.ts'
import type { Call } from '../app.ts'
import { agreement } from '../command/agreement.ts'
import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import { mostNamed } from '../command/touched.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { patchOf } from '../field/field.ts'
import * as assignments from './assignments-store.ts'
import { nameDuties } from './duties.ts'
import * as store from './store.ts'
import { columns, fields, idField, isActive, type User } from './user.ts'

const { username, fullName, email, phone, role } = fields
const changing = { username, fullName, email, phone, role, isActive }

export default command({
  path: ['user', 'update'],
  access: ['user:update', 'role:assign'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: store.choicesFor(['update']) },
    },
  },
  fields: changing,
  versioned: true,
  choices: { role: store.rolesToGive },
  current: (connection, { id }) => store.view(connection, id, 'user:update', 'role:assign'),
  agreements: [
    agreement<typeof changing, User>({
      between: ['isActive'],
      broken: ({ values, current, me }) =>
        values.isActive === false && current?.id === me ? expectedRefusal('users_not_oneself', {}) : undefined,
    }),
  ],
  async run(call, { args: { id }, values, expected }) {
    const { before, after, left, pending } = await call.app.connect(
      async (connection) => {
        const { before, after, pending } = await store.update(connection, id, patchOf(changing, values), expected)
        const leaves = (before.is_active && !after.is_active) || before.role_id !== after.role_id
        const left = leaves ? await assignments.of(connection, before.id, mostNamed) : undefined
        return { before, after, left, pending }
      },
      { writes: true },
    )
    if (after.version !== before.version) await call.app.report.captureEvent('user.updated', after.id)
    const { id: found, full_name: name } = after
    await announce(call, {
      columns,
      before,
      after,
      updated: (t) => t.user.updated({ id: found, name }),
      unchanged: (t) => t.user.unchanged({ id: found, name }),
    })
    await call.out.record({ title: (t) => t.user.card({ id: found, name }), columns, row: after })
    if (pending) await call.out.warning((t) => t.user.deactivationPending({ id: found, name }))
    if (left) await warnOfAssignments(call, after, left)
  },
})

/**
 * Warns of the clients and coming events that a user who was deactivated or changed roles leaves behind (docs/PRODUCT.md §3 rule 5). What the
 * user keeps in the new role is not listed.
 */
async function warnOfAssignments({ out }: Call, now: User, left: assignments.Duties): Promise<void> {
  const { id, full_name: name } = now
  const keeps = (role: number) => now.is_active && now.role_id === role
  const { clients, some_clients } = keeps(COMMERCIAL) ? { clients: 0, some_clients: [] } : left
  const { coming, some_events } = keeps(SUPPORT) ? { coming: 0, some_events: [] } : left
  if (clients + coming === 0) return
  await out.warning((t) => {
    const what = [
      ...(coming > 0 ? [t.user.comingEvents({ count: coming })] : []),
      ...(clients > 0 ? [t.user.clients({ count: clients })] : []),
    ]
    return t.user.toReassign({ name, what: t.format.listing(what) })
  })
  await nameDuties({ out }, { clients, some_clients, coming, some_events })
  await out.hint([
    ...(coming > 0 ? ['user list --support'] : []),
    ...(clients > 0 ? ['user list --commercial'] : []),
    `user hand-over ${id}`,
  ])
}
