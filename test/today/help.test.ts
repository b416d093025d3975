/** The help of `today`, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('today')
