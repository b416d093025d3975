import { command } from '../command/command.ts'
import * as store from './permission-store.ts'
import { permissionColumns } from './role.ts'

export default command({
  path: ['role', 'permissions'],
  access: 'role:list',
  dateless: 'always',
  columns: permissionColumns,
  async run({ app, out, t }) {
    const found = await app.connect((connection) => store.permissions(connection))
    const rows = found.map((permission) => {
      const [resource = '', action = '', scope] = permission.code.split(':')
      return { ...permission, allows: t.role.allows({ resource, action, scope }) }
    })
    // The catalogue of permissions is never paged: it is short, and only a new version of the program adds to it.
    await out.list({ title: (t) => t.role.permissionsTitle, columns: permissionColumns, rows: only(rows), limit: 0 })
  },
})

async function* only<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  yield rows
}
