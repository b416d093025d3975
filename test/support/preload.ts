/** Before any test: the database image that src/ imports. Fresh: a few milliseconds; else some seconds, once. */
import { setDefaultTimeout } from 'bun:test'
import { buildImage } from '../../build.ts'

// Real databases, real programs, real bcrypt: on a busy machine five seconds are nothing, and a test that hangs still ends.
setDefaultTimeout(90_000)

await buildImage()
