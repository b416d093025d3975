/** Which zone a file of the machine stands for: by the links to it, or by what it holds (RFC 9636, TZif). */
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isUtc } from './i18n/zone.ts'

export type FileZone =
  | { readonly kind: 'absent' }
  | { readonly kind: 'named'; readonly name: string }
  /** No file with a name holds the same. `rule`: what it says of the years to come, as POSIX writes it; empty where it says nothing. */
  | { readonly kind: 'nameless'; readonly rule: string }

/**
 * The zone of a file, such as /etc/localtime. A link names it. A copy, which is what a container sees of its host's file, is compared with
 * the files that have names.
 */
export function fileZone(path: string, { zoneinfo }: { readonly zoneinfo: string }): FileZone {
  const name = linkedName(path)
  // A mount on /etc/localtime replaces the file that the link leads to: the image's UTC (moby/moby#16481).
  if (name !== undefined && !isUtc(name)) return { kind: 'named', name }
  const bytes = contents(path)
  if (bytes === undefined) return name === undefined ? { kind: 'absent' } : { kind: 'named', name: 'UTC' }
  const rule = ruleOf(bytes)
  if (/^(?:UTC|GMT)0$/.test(rule) || (name !== undefined && rule === '')) return { kind: 'named', name: 'UTC' }
  const same = fileLike(bytes, zoneinfo)
  return same === undefined ? { kind: 'nameless', rule } : { kind: 'named', name: same }
}

/** Follows links until a path is below a folder of zones, and returns what follows there. */
function linkedName(path: string): string | undefined {
  let at = path
  // Links in a circle end here.
  for (let links = 0; links < 10; links++) {
    const name = /\/zoneinfo(?:\.default)?\/(?:posix\/)?(?!localtime$)(.+)$/.exec(at)?.[1]
    if (name !== undefined) return name
    try {
      at = resolve(dirname(at), readlinkSync(at))
    } catch {
      return undefined
    }
  }
  return undefined
}

/** The largest zone has 4 KB; something else may be a device without an end. */
function contents(path: string): Buffer | undefined {
  try {
    const found = statSync(path)
    return found.isFile() && found.size < 100_000 ? readFileSync(path) : undefined
  } catch {
    return undefined
  }
}

/** The last line of a TZif file of version 2 or later: `CET-1CEST,M3.5.0,M10.5.0/3`. */
function ruleOf(bytes: Buffer): string {
  const text = bytes.toString('latin1')
  return text.startsWith('TZif') ? (/\n([^\n]+)\n$/.exec(text)?.[1] ?? '') : ''
}

/** The name of a zone whose file holds the same bytes. */
function fileLike(bytes: Buffer, zoneinfo: string): string | undefined {
  try {
    const names = readdirSync(zoneinfo, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.includes('/') && !/^(?:posix|right)\//.test(name) && !isUtc(name),
    )
    const same = names.toSorted().find((name) => {
      const path = join(zoneinfo, name)
      const found = statSync(path, { throwIfNoEntry: false })
      return found?.isFile() && found.size === bytes.length && readFileSync(path).equals(bytes)
    })
    // An old name may be a link to the present one.
    return same && (linkedName(realpathSync(join(zoneinfo, same))) ?? same)
  } catch {
    return undefined
  }
}
