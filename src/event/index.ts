/** `epic-events event …` */
import { group } from '../command/group.ts'

export default group({
  path: ['event'],
  verbs: {
    list: () => import('./list.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    import: () => import('./import.ts'),
    update: () => import('./update.ts'),
    delete: () => import('./delete.ts'),
    note: () => import('./note.ts'),
    assign_support: () => import('./assign-support.ts'),
    calendar: () => import('./calendar.ts'),
    clone: () => import('./clone.ts'),
    sheet: () => import('./sheet.ts'),
  },
  aliases: { assign: 'assign_support' },
})
