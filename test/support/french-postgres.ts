/** The PostgreSQL of the distribution, in French, where it and its translations are installed; the one of the tests has none. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cluster, freePort, newCluster, removeCluster, startPostmaster, stopPostmaster } from './postmaster.ts'

const root = '/usr/lib/postgresql'
const version = existsSync(root)
  ? readdirSync(root).find((one) => existsSync(`/usr/share/locale/fr/LC_MESSAGES/postgres-${one}.mo`))
  : undefined
const localedef = Bun.which('localedef')
const bin = version && join(root, version, 'bin')

export const canBeFrench =
  bin !== undefined &&
  existsSync(join(bin, 'initdb')) &&
  existsSync('/usr/share/i18n/locales/fr_FR') &&
  localedef !== null

/** @returns a superuser's URL of its database `postgres`, and the end */
export async function frenchServer(): Promise<{ port: number; version: number; stop(): Promise<void> }> {
  const made = newCluster([])
  const locales = join(made.folder, 'locales')
  mkdirSync(locales)
  spawnSync(localedef ?? '', ['-i', 'fr_FR', '-f', 'UTF-8', join(locales, 'fr_FR.UTF-8')])
  const data = join(made.folder, 'french')
  const flags = ['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C']
  const init = spawnSync(join(bin ?? '', 'initdb'), ['-D', data, ...flags], {
    ...made.as,
    cwd: made.folder,
    encoding: 'utf8',
  })
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`)
  writeFileSync(join(data, 'pg_hba.conf'), 'host all barred 127.0.0.1/32 reject\nhost all all 127.0.0.1/32 trust\n')
  const cluster: Cluster = { ...made, data, bin: bin ?? '' }
  const port = await freePort()
  const before = process.env['LOCPATH']
  process.env['LOCPATH'] = locales
  try {
    const pid = await startPostmaster(cluster, [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${made.folder}`,
      'fsync=off',
      'lc_messages=fr_FR.UTF-8',
    ])
    const stop = async () => {
      await stopPostmaster(pid)
      removeCluster(made)
    }
    return { port, version: Number(version), stop }
  } finally {
    if (before === undefined) delete process.env['LOCPATH']
    else process.env['LOCPATH'] = before
  }
}
