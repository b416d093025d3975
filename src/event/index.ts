/** `epic-events event …` */
import { group } from '../command/group.ts'

export default group({
  path: ['event'],
  verbs: {
    list: () => import('./list.ts'),
    calendar: () => import('./calendar.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    clone: () => import('./clone.ts'),
    update: () => import('./update.ts'),
    delete: () => import('./delete.ts'),
    assign_support: () => import('./assign-support.ts'),
  },
  aliases: { assign: 'assign_support' },
})
