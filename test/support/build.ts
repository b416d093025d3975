/** The compiled program, for the tests of what only it can show: start-up, pipes, signals, hostile folders. */
import { buildBinary } from '../../build.ts'

let built: Promise<string> | undefined

/** Path of the program, compiled anew only when its sources changed; test processes that ask at once wait for one another. */
export function builtBinary(): Promise<string> {
  built ??= buildBinary()
  return built
}
