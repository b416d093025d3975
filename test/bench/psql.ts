/** The `psql` that a command is compared with, and the server that lies beside it. */
import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

export interface Psql {
  /** The program itself. */
  readonly path: string
  /** A script that is called `psql` on the PATH and runs it, as Debian's `pg_wrapper` does. */
  readonly wrapper: string | undefined
  /** The folder of a server of the same installation, if there is one. */
  readonly server: string | undefined
  /** As `psql --version` says it: `15.18`. */
  readonly version: string
}

/** Looks where `pg_config` says, then in Debian's folders, the newest first, then on the PATH. A script is no psql. @returns undefined: there is none */
export function realPsql(): Psql | undefined {
  const typed = Bun.which('psql') ?? undefined
  const path = [...bindirs().map((folder) => join(folder, 'psql')), ...(typed ? [realpathSync(typed)] : [])].find(
    (file) => existsSync(file) && !isScript(file),
  )
  if (!path) return undefined
  const folder = join(realpathSync(path), '..')
  return {
    path,
    wrapper: typed && isScript(realpathSync(typed)) ? typed : undefined,
    server: ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))) ? folder : undefined,
    version: /\d+(\.\d+)*/.exec(`${Bun.spawnSync([path, '--version']).stdout}`)?.[0] ?? '',
  }
}

function bindirs(): string[] {
  const config = Bun.which('pg_config')
  const said = config ? [`${Bun.spawnSync([config, '--bindir'], { stderr: 'ignore' }).stdout}`.trim()] : []
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  return [...said, ...versions.map((version) => join(debian, version, 'bin'))].filter(Boolean)
}

function isScript(file: string): boolean {
  const bytes = Buffer.alloc(2)
  const open = openSync(file, 'r')
  try {
    readSync(open, bytes)
  } finally {
    closeSync(open)
  }
  return bytes.toString('latin1') === '#!'
}
