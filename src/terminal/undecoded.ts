/**
 * What the process was given in bytes that are not UTF-8. Bun replaces them by U+FFFD without a word, so they are looked for again where
 * the system keeps them: Linux in /proc. Where it keeps them nowhere, each U+FFFD counts as replaced, because nobody types one.
 */
import { readFileSync, readlinkSync } from 'node:fs'
import { Usage } from '../errors.ts'
import { decodeUtf8 } from '../text/utf8.ts'

const replaced = '\ufffd'

/**
 * The error about the first argument that is not UTF-8; undefined where all are. It does not repeat the argument, which may be a secret.
 *
 * @param argv what was typed, without the program's name, as Bun decoded it
 * @param source the file with the arguments as bytes, each with a NUL at its end
 */
export function undecodedArgument(argv: readonly string[], source = '/proc/self/cmdline'): Usage | undefined {
  if (!argv.some((word) => word.includes(replaced))) return undefined
  // The runtime may have put words of its own before ours.
  const given = entries(source).slice(-argv.length)
  const at = argv.findIndex((word, index) => word.includes(replaced) && isBroken(given[index]))
  if (at === -1) return undefined
  const position = at + 1
  const [own] = /^(?:--[a-z-]+(?==)|-[A-Za-z])/.exec(argv[at] ?? '') ?? []
  const before = argv[at - 1]
  if (own !== undefined) return new Usage((t) => t.usage.argumentOf({ position, option: own }))
  // Nothing else is repeated: `-psecret` holds a secret.
  if (before === undefined || !/^(?:--[a-z-]+|-[A-Za-z])$/.test(before)) {
    return new Usage((t) => t.usage.argumentBytes({ position }))
  }
  return new Usage((t) => t.usage.argumentAfter({ position, option: before }))
}

/**
 * Refuses environment variables that are not UTF-8.
 *
 * @param names the variables that the program reads
 * @param source the file with the environment as bytes, each variable with a NUL at its end
 * @throws Usage naming the first of them
 */
export function requireDecoded(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  source = '/proc/self/environ',
): void {
  const suspects = names.filter((name) => env[name]?.includes(replaced))
  if (suspects.length === 0) return
  const given = entries(source)
  for (const name of suspects) {
    if (isBroken(given.find((entry) => entry.toString('latin1', 0, name.length + 1) === `${name}=`)))
      throw new Usage((t) => t.usage.variableBytes({ name }))
  }
}

/**
 * A path that leads to the current folder.
 *
 * @param path the path of the folder as Bun decoded it
 * @param link the link by which the system leads to the folder, whatever the bytes of its name
 * @returns the path; the link where the path would lead to another folder, or nowhere
 */
export function currentFolder(path: string, link = '/proc/self/cwd'): string {
  if (!path.includes(replaced)) return path
  try {
    return decodeUtf8(readlinkSync(link, 'buffer')) === undefined ? link : path
  } catch {
    return path
  }
}

/** Whether an entry is not UTF-8. One that was not found cannot be shown to be. */
function isBroken(entry: Buffer | undefined): boolean {
  return entry === undefined || decodeUtf8(entry) === undefined
}

/** The entries of a file of /proc; none where there is no such file. */
function entries(source: string): Buffer[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(source)
  } catch {
    return []
  }
  const found: Buffer[] = []
  for (let start = 0, end = bytes.indexOf(0); end !== -1; start = end + 1, end = bytes.indexOf(0, start)) {
    found.push(bytes.subarray(start, end))
  }
  return found
}
