/** The databases that a process works with: the one that the settings name, and the one that its owner signs in to. */
import type { App } from './app.ts'
import type { Config, DatabaseTarget } from './config.ts'
import type { ConfigSources } from './config-file.ts'
import type { Database } from './db/connection/connect.ts'
import { openOnce } from './db/connection/open-once.ts'
import type { ResidentOptions } from './db/embedded/reach.ts'

/** What opening them needs of the process. */
export interface DatabasesDependencies extends Pick<ConfigSources, 'env' | 'uid' | 'platform'> {
  readonly clock: App['clock']
  /** The program, as a resident process of the embedded database; undefined: a command opens that database itself. */
  readonly resident?: Omit<ResidentOptions, 'minutes'> | undefined
  /** Called once when another process holds the embedded database. */
  readonly onWait: () => void
  /** Databases that are open already and stay open: one embedded database for all commands of a test. */
  readonly databases?: { readonly default: Database }
}

/**
 * Each is opened when it is first asked for.
 *
 * @param o.ownFolder the folder in which the broker's sockets are
 * @param o.onSent called whenever something was sent within a session
 */
export function databasesOf(
  config: Config,
  o: DatabasesDependencies & {
    readonly ownFolder: () => string
    readonly onSent: () => void
  },
) {
  /** A machine that builds and tests leaves no process behind, and root none for the person who typed sudo. */
  const resident = (): ResidentOptions | undefined => {
    const minutes = o.env['CI'] || config.sudoUid !== undefined ? 0 : config.residentMinutes()
    return o.resident && minutes > 0 ? { ...o.resident, minutes } : undefined
  }
  const opened = openOnce<'default' | 'admin'>(o.databases)
  const open = async (target: DatabaseTarget): Promise<Database> => {
    const connect = await import('./db/connection/connect.ts')
    const kept = resident()
    if (target.kind === 'embedded')
      return connect.embedded(config.dataDir(), { ...o, resident: kept, fsync: config.fsync() })
    const place = { ownFolder: o.ownFolder(), uid: o.uid }
    if (config.residentMinutes() === 0) (await import('./db/broker/place.ts')).endBrokers(place.ownFolder, o.uid)
    const broker = kept && { ...kept, ...place }
    const options = { pooler: config.pooler(), now: () => o.clock.now(), broker, onSent: o.onSent }
    return connect.server(target.target, options)
  }
  const database = () => opened.get('default', async () => open(config.database()))
  return {
    database,
    async adminDatabase(): Promise<Database> {
      const target = config.adminDatabase()
      return target ? opened.get('admin', () => open({ kind: 'server', target })) : database()
    },
    /** Closes all connections. Never rejects. */
    close: () => opened.close(),
  }
}
