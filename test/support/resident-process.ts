/** A resident process from the sources, as the compiled program starts one: `bun resident-process.ts BUILD FOLDER MINUTES [crypto]`. */
import { resident } from '../../src/resident.ts'

const [build = '', ...args] = process.argv.slice(2)
await resident(args, build, () => Date.now())
