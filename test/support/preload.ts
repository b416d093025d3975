/**
 * Before any test: the database image that src/ imports is made (some seconds, once; some milliseconds where it is there), and the folder
 * for temporary files becomes one that goes when the run ends.
 */
import { buildImage } from '../../build.ts'
import { openRun, runFolder } from './run.ts'

openRun()
process.env['TMPDIR'] = runFolder
await buildImage()
