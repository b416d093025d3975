/** `epic-events contract …` */
import { group } from '../command/group.ts'

export default group({
  path: ['contract'],
  verbs: {
    list: () => import('./list.ts'),
    view: () => import('./view.ts'),
    create: () => import('./create.ts'),
    import: () => import('./import.ts'),
    update: () => import('./update.ts'),
    delete: () => import('./delete.ts'),
    pay: () => import('./pay.ts'),
    payments: () => import('./payments.ts'),
    'cancel-payment': () => import('./cancel-payment.ts'),
    schedule: () => import('./schedule.ts'),
    clone: () => import('./clone.ts'),
    statement: () => import('./statement.ts'),
  },
})
