/** `epic-events client …` */
import { group } from '../command/group.ts'

export default group({
  path: ['client'],
  verbs: {
    list: () => import('./list.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    import: () => import('./import.ts'),
    update: () => import('./update.ts'),
    delete: () => import('./delete.ts'),
    merge: () => import('./merge.ts'),
    duplicates: () => import('./duplicates.ts'),
    note: () => import('./note.ts'),
    contacted: () => import('./contacted.ts'),
    export: () => import('./export.ts'),
    erase: () => import('./erase.ts'),
  },
})
