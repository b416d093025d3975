/** `epic-events report …` */
import { group } from '../command/group.ts'

export default group({
  path: ['report'],
  verbs: {
    workload: () => import('./workload.ts'),
    retention: () => import('./retention.ts'),
  },
})
