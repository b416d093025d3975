/** The help of `report` and of each of its verbs, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('report')
