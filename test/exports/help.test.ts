/** The help of `export`, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('export')
