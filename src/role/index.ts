/** `epic-events role …` */
import { group } from '../command/group.ts'

export default group({
  path: ['role'],
  verbs: {
    list: () => import('./list.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    update: () => import('./update.ts'),
    grant: () => import('./grant.ts'),
    revoke: () => import('./revoke.ts'),
    permissions: () => import('./permissions.ts'),
    delete: () => import('./delete.ts'),
  },
})
