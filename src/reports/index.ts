/** `epic-events report …` */
import { group } from '../command/group.ts'

export default group({
  path: ['report'],
  verbs: {
    revenue: () => import('./revenue.ts'),
    pipeline: () => import('./pipeline.ts'),
    ageing: () => import('./ageing.ts'),
    workload: () => import('./workload.ts'),
    retention: () => import('./retention.ts'),
  },
})
