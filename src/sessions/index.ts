/** `epic-events session …` */
import { group } from '../command/group.ts'

export default group({
  path: ['session'],
  verbs: {
    list: () => import('./list.ts'),
    revoke: () => import('./revoke.ts'),
  },
  aliases: { delete: 'revoke' },
})
