/** `epic-events audit …` */
import { group } from '../cli/group.ts'

export default group({
  path: ['audit'],
  verbs: {
    list: () => import('./list.ts'),
  },
})
