/** The help of the commands that set the program up, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('db-create', 'manager-create', 'demo', 'doctor')
