/** The help of `session` and of each of its verbs, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('session')
