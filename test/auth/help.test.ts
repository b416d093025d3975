/** The help of the commands of a session, in both languages. */
import { helpScreens } from '../screens/help-screens.ts'

await helpScreens('login', 'logout', 'refresh', 'whoami')
