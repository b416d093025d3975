import { setDefaultTimeout } from 'bun:test'
import { testMatrix } from './matrix.ts'

setDefaultTimeout(60_000)

// The policies are those of the server, and all roles are tried there. `bun run soak matrix` tries them here too.
testMatrix('embedded', Bun.env['MATRIX'] === 'all' ? undefined : ['management', 'commercial', 'support'])
