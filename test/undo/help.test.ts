/** The help of `undo`, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('undo')
