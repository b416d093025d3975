/**
 * The settings, from the environment and one file (docs/PRODUCT.md §6). For each name the environment wins. Everything is lazy, the file too,
 * so that a mistake in `DATABASE_URL` does not break `help`.
 */
import { userInfo } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { type ConfigFile, type ConfigSources, readConfigFile, sudoUid } from './config-file.ts'
import { parseDatabaseUrl, type ServerTarget, targetOfParts } from './db/connection/url.ts'
import { type Message, Unavailable } from './errors.ts'
import { timeZoneSetting } from './time-zone.ts'

/** The variables that a file may set. Other names in it are ignored. */
export const settingNames = [
  'DATABASE_URL',
  'DATABASE_POOLER',
  'DATABASE_ADMIN_URL',
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'POSTGRES_HOST',
  'POSTGRES_PORT',
  'POSTGRES_DB',
  'SECRET_KEY',
  'JWT_KID',
  'SECRET_KEY_PREV',
  'JWT_KID_PREV',
  'ACCESS_TOKEN_LIFETIME_MINUTES',
  'REFRESH_TOKEN_LIFETIME_DAYS',
  'TEMP_FILE_PATH',
  'SENTRY_DSN',
  'SENTRY_ENVIRONMENT',
  'SENTRY_TRACES_SAMPLE_RATE',
  'EPIC_EVENTS_LANG',
  'EPIC_EVENTS_TZ',
  'EPIC_EVENTS_DATA_DIR',
  'EPIC_EVENTS_ENV_FILE',
  'NO_COLOR',
  'ACCESSIBLE',
] as const
export type SettingName = (typeof settingNames)[number]

export type Origin = { readonly kind: 'environment' | 'default' } | { readonly kind: 'file'; readonly path: string }
export type DatabaseTarget = { readonly kind: 'embedded' } | { readonly kind: 'server'; readonly target: ServerTarget }
export interface SigningKey {
  readonly kid: string
  readonly key: string
}
export interface SigningKeys extends SigningKey {
  readonly previous?: SigningKey
}
export interface SentrySettings {
  readonly dsn: string
  readonly environment: string | undefined
  /** 0 to 1. */
  readonly tracesSampleRate: number
}

/** The settings of a process. Each method throws Unavailable (7) when its settings are wrong, except those that say otherwise. */
export interface Config {
  /** As set, undefined when unset or empty. */
  value(name: SettingName): string | undefined
  origin(name: SettingName): Origin
  /** As `value`, but a file that cannot be trusted or read counts as absent: for what even `help` needs. */
  valueOrUndefined(name: SettingName): string | undefined
  /** The file that was read, if any. */
  file(): string | undefined
  /** Warnings about files that were not used, to be written to standard error once. Never throws. */
  warnings(): readonly Message[]
  database(): DatabaseTarget
  /** `DATABASE_ADMIN_URL`. */
  adminDatabase(): ServerTarget | undefined
  /** Whether the connection goes through a transaction-pooling proxy, which allows no start-up settings and no prepared statements. */
  pooler(): boolean
  /** The keys that sign sessions. Undefined only with the embedded database when none is set: it makes its own. */
  keys(): SigningKeys | undefined
  accessMinutes(): number
  refreshDays(): number
  /** Folder of the embedded database. */
  dataDir(): string
  /** `TEMP_FILE_PATH`, absolute. */
  tempFilePath(): string | undefined
  sentry(): SentrySettings | undefined
  /** Refuses a time zone that is not understood, and leaves ICU asleep where it can. */
  checkTimeZone(): void
  /** The time zone by its IANA name or as an offset like `+05:30`: `EPIC_EVENTS_TZ`, else the machine's. ICU is asked whether it knows it. */
  timeZone(): string
  /** The user id of the person who typed `sudo`, when the program runs as root through it. */
  readonly sudoUid: number | undefined
}

/** Keys that are published in guides and examples, our own .env.example included: anybody could sign with them. */
const published = new Set([
  'your_secret_key',
  'replace_with_a_strong_secret_key',
  'remplacer_par_une_cle_secrete_forte',
  'epic_events_secret_key_1759176726',
  'change-me-with-openssl-rand-base64-48',
])

/** Makes the settings. Reads nothing yet: the file is opened when a value is asked for that the environment lacks. */
export function loadConfig(sources: ConfigSources): Config {
  let read: { file: ConfigFile } | { error: unknown } | undefined
  const file = (): ConfigFile => {
    if (!read) {
      try {
        read = { file: readConfigFile(sources) }
      } catch (error) {
        read = { error }
      }
    }
    if ('error' in read) throw read.error
    return read.file
  }
  // The environment first, so that the file is not even opened when it is not needed.
  const value = (name: SettingName): string | undefined => sources.env[name] || file().values.get(name) || undefined
  const number = (name: SettingName, otherwise: number, from: number, to: number, whole = true): number => {
    const written = value(name)
    if (written === undefined) return otherwise
    const parsed = /^\d+(\.\d+)?$/.test(written.trim()) ? Number(written) : Number.NaN
    if (parsed >= from && parsed <= to && (!whole || Number.isInteger(parsed))) return parsed
    throw new Unavailable((t) => t.config.notNumber({ name, from, to }))
  }
  const database = (): DatabaseTarget => {
    const url = value('DATABASE_URL')
    if (url) return { kind: 'server', target: parseDatabaseUrl(url, systemUser()) }
    const password = value('POSTGRES_PASSWORD')
    if (!password) return { kind: 'embedded' }
    const target = targetOfParts({
      user: value('POSTGRES_USER') ?? 'epic_events_app',
      password,
      host: value('POSTGRES_HOST') ?? '127.0.0.1',
      port: value('POSTGRES_PORT') ?? '5432',
      database: value('POSTGRES_DB') ?? 'epic_events_db',
    })
    return { kind: 'server', target }
  }
  const { platform } = sources
  const zone = timeZoneSetting({ setting: () => value('EPIC_EVENTS_TZ'), tz: sources.env['TZ'], platform })

  return {
    value,
    origin(name) {
      if (sources.env[name]) return { kind: 'environment' }
      const { path, values } = file()
      return path !== undefined && values.get(name) ? { kind: 'file', path } : { kind: 'default' }
    },
    valueOrUndefined(name) {
      try {
        return value(name)
      } catch {
        return undefined
      }
    },
    file: () => file().path,
    // The error about a file that cannot be trusted or read comes from whatever needs a value of it, and from `doctor`.
    warnings: () => {
      try {
        return file().warnings
      } catch {
        return []
      }
    },
    database,
    adminDatabase() {
      const name = 'DATABASE_ADMIN_URL'
      const url = value(name)
      return url ? parseDatabaseUrl(url, { ...systemUser(), name }) : undefined
    },
    pooler() {
      const written = value('DATABASE_POOLER')?.toLowerCase()
      if (written !== undefined && written !== 'transaction') throw new Unavailable((t) => t.config.pooler)
      return written === 'transaction'
    },
    keys() {
      const key = value('SECRET_KEY')
      if (!key) {
        if (database().kind === 'embedded') return undefined
        throw new Unavailable((t) => t.config.secretMissing, { more: [(t) => t.config.secretMake] })
      }
      const kid = value('JWT_KID') ?? 'v1'
      const current = { kid, key: strong('SECRET_KEY', key) }
      const old = value('SECRET_KEY_PREV')
      if (!old) return current
      const previous = { kid: value('JWT_KID_PREV') ?? 'v0', key: strong('SECRET_KEY_PREV', old) }
      if (previous.kid === kid) throw new Unavailable((t) => t.config.sameKid({ kid }))
      return { ...current, previous }
    },
    accessMinutes: () => number('ACCESS_TOKEN_LIFETIME_MINUTES', 30, 1, 60),
    refreshDays: () => number('REFRESH_TOKEN_LIFETIME_DAYS', 1, 1, 365),
    dataDir: () => dataDir(sources, value('EPIC_EVENTS_DATA_DIR')),
    tempFilePath() {
      const path = value('TEMP_FILE_PATH')
      return path === undefined ? undefined : resolve(sources.cwd, path)
    },
    sentry() {
      const dsn = value('SENTRY_DSN')
      if (!dsn) return undefined
      const tracesSampleRate = number('SENTRY_TRACES_SAMPLE_RATE', 0, 0, 1, false)
      return { dsn, environment: value('SENTRY_ENVIRONMENT'), tracesSampleRate }
    },
    checkTimeZone: zone.check,
    timeZone: zone.name,
    sudoUid: sudoUid(sources),
  }
}

/** @throws Unavailable the key is published or shorter than 32 bytes */
function strong(name: SettingName, key: string): string {
  const advice = { more: [(t) => t.config.secretMake] satisfies Message[] }
  if (published.has(key.trim().toLowerCase())) throw new Unavailable((t) => t.config.secretPublished({ name }), advice)
  const bytes = Buffer.byteLength(key)
  if (bytes < 32) throw new Unavailable((t) => t.config.secretShort({ name, bytes }), advice)
  return key
}

/** The user for a URL without one: as in libpq, the system's. An account that only has a number has no name. */
function systemUser(): { user?: string } {
  try {
    return { user: userInfo().username }
  } catch {
    return {}
  }
}

/** The folder of the embedded database, by the XDG specification; `%LOCALAPPDATA%` on Windows. */
function dataDir(sources: ConfigSources, chosen: string | undefined): string {
  if (chosen) return resolve(sources.cwd, chosen)
  const local = sources.env['LOCALAPPDATA']
  if (sources.platform === 'win32' && local) return join(local, 'epic-events')
  const xdg = sources.env['XDG_DATA_HOME']
  if (xdg && isAbsolute(xdg)) return join(xdg, 'epic-events')
  if (sources.home) return join(sources.home, '.local', 'share', 'epic-events')
  throw new Unavailable((t) => t.config.noHome)
}
