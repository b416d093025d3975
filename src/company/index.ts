/** `epic-events company …` */
import { group } from '../command/group.ts'

export default group({
  path: ['company'],
  verbs: {
    list: () => import('./list.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    import: () => import('./import.ts'),
    update: () => import('./update.ts'),
    delete: () => import('./delete.ts'),
    merge: () => import('./merge.ts'),
  },
})
