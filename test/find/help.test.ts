/** The help of `find`, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('find')
