/** Before any test: the database image that src/ imports. Fresh: a few milliseconds; else some seconds, once. */
import { buildImage } from '../../build.ts'

await buildImage()
