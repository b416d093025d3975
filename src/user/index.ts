/** `epic-events user …` */
import { group } from '../command/group.ts'

export default group({
  path: ['user'],
  verbs: {
    list: () => import('./list.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    import: () => import('./import.ts'),
    update: () => import('./update.ts'),
    'update-password': () => import('./update-password.ts'),
    'hand-over': () => import('./hand-over.ts'),
    delete: () => import('./delete.ts'),
  },
})
