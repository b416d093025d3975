/** `epic-events audit …` */
import { group } from '../command/group.ts'

export default group({
  path: ['audit'],
  verbs: {
    list: () => import('./list.ts'),
    'failed-logins': () => import('./failed-logins.ts'),
  },
})
