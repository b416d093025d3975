/** A path that a person wrote as a setting (docs/CONFIGURATION.md): what a shell would have made of it is done here, or refused. */
import { isAbsolute, join, resolve, sep } from 'node:path'
import { Unavailable } from './errors.ts'

/** The variables that are no settings and name a folder. */
export const folderNames = [
  ...['HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'],
  ...['TMPDIR', 'TMP', 'TEMP', 'LOCALAPPDATA'],
]

/** `~` and `~/…` in the home folder; undefined for any other path. */
export function inHome(path: string, home: string | undefined): string | undefined {
  const [, rest] = /^~((?:[/\\].*)?)$/s.exec(path) ?? []
  if (rest === undefined || !home || (rest.startsWith('\\') && sep !== '\\')) return undefined
  return resolve(home, `.${rest}`)
}

/**
 * Makes a setting's path absolute. `~` and `~/…` are the home folder, because no shell has expanded them in a settings file or in quotes.
 *
 * @param name the setting, for the error
 * @param written as in the setting
 * @param o.base the folder that a relative path starts from: of a setting in a file the folder of that file, otherwise the current folder
 * @throws Unavailable for what only a shell could expand (`~other`, `$HOME`), for quotes that were left, and for control characters
 */
export function settingPath(
  name: string,
  written: string,
  o: { readonly base: string; readonly home: string | undefined },
): string {
  const path = written.trim()
  const variable = /\$(?:[A-Za-z_]\w*|\{[^}]*\}?|\(.*)/.exec(path) ?? (sep === '\\' ? /%\w+%/.exec(path) : null)
  if (variable) throw new Unavailable((t) => t.config.pathVariable({ name, variable: variable[0] }))
  if (/^["'“”‘’]/.test(path)) throw new Unavailable((t) => t.config.pathQuoted({ name }))
  if (path === '' || /\p{Cc}/u.test(path)) throw new Unavailable((t) => t.config.pathInvalid({ name }))
  if (!path.startsWith('~')) return resolve(o.base, path)
  const expanded = inHome(path, o.home)
  if (expanded) return expanded
  throw new Unavailable((t) => (o.home ? t.config.pathOther({ name, path }) : t.config.pathNoHome({ name })))
}

/**
 * The folder of the embedded database when no setting names one: by the XDG specification, or in `%LOCALAPPDATA%` on Windows.
 *
 * @param o.xdg whether `XDG_DATA_HOME` counts: under sudo it is the one of somebody else
 * @throws Unavailable there is no home folder
 */
export function dataFolder(
  { env, platform }: { readonly env: Readonly<Record<string, string | undefined>>; readonly platform: NodeJS.Platform },
  o: { readonly home: string | undefined; readonly xdg: boolean },
): string {
  const local = env['LOCALAPPDATA']
  if (platform === 'win32' && local) return join(local, 'epic-events')
  const xdg = o.xdg ? env['XDG_DATA_HOME'] : undefined
  if (xdg && isAbsolute(xdg)) return join(xdg, 'epic-events')
  if (o.home) return join(o.home, '.local', 'share', 'epic-events')
  throw new Unavailable((t) => t.config.noHome)
}
