/**
 * The settings, from the environment and one file (docs/CONFIGURATION.md). For each name the environment wins. Everything is lazy, the file too,
 * so that a mistake in `DATABASE_URL` does not break `help`.
 */
import { dirname } from 'node:path'
import { accountHome, type ConfigFile, type ConfigSources, lineFaults, readConfigFile, sudoUid } from './config-file.ts'
import { parseDatabaseUrl, type ServerTarget, targetOfParts } from './db/connection/url.ts'
import { type Lookalike, lookalikes } from './dotenv.ts'
import { embeddedSettings } from './embedded-settings.ts'
import { AppError, type Message, Unavailable } from './errors.ts'
import { isLanguage, languageCodes } from './i18n/languages.ts'
import { dataFolder, settingPath } from './setting-path.ts'
import { type SigningKeys, signingKeys } from './signing-keys.ts'
import { timeZoneSetting } from './time-zone.ts'

/** The settings. Other names in a file are other programs', unless they look like a slip in one of these. */
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
  'EPIC_EVENTS_RESIDENT',
  'EPIC_EVENTS_FSYNC',
  'EPIC_EVENTS_ENV_FILE',
  'EPIC_EVENTS_PAGER',
  'NO_COLOR',
  'ACCESSIBLE',
] as const
export type SettingName = (typeof settingNames)[number]

/** The settings that have no meaning in a file. */
const environmentOnly: readonly SettingName[] = ['EPIC_EVENTS_ENV_FILE', 'EPIC_EVENTS_PAGER']
/** The parts of a server that mean nothing without its password. */
const serverParts = ['POSTGRES_HOST', 'POSTGRES_USER', 'POSTGRES_PORT', 'POSTGRES_DB'] as const

export type Origin = { readonly kind: 'environment' | 'default' } | { readonly kind: 'file'; readonly path: string }
export type DatabaseTarget = { readonly kind: 'embedded' } | { readonly kind: 'server'; readonly target: ServerTarget }
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
  /** Minutes for which the resident process of the embedded database outlives the last command; 0: there is none. */
  residentMinutes(): number
  /** Whether what the embedded database has confirmed survives a power cut. */
  fsync(): boolean
  /** `TEMP_FILE_PATH`, absolute. */
  tempFilePath(): string | undefined
  sentry(): SentrySettings | undefined
  /** Refuses a time zone that is not understood, and leaves ICU asleep where it can. */
  checkTimeZone(): void
  /** The time zone by its IANA name or as an offset like `+05:30`: `EPIC_EVENTS_TZ`, else the machine's. ICU is asked whether it knows it. */
  timeZone(): string
  /** Throws the first problem of the settings that every command uses. @throws Unavailable */
  check(): void
  /** Everything that is wrong with the settings, each once. Never throws. */
  problems(): readonly AppError[]
  /** The variables of the environment that look like settings of this program and are none. */
  unknown(): readonly Lookalike[]
  /** The user id of the person who typed `sudo`, when the program runs as root through it. */
  readonly sudoUid: number | undefined
}

/** A DSN of Sentry: `https://KEY@host/PROJECT`. */
export const readableDsn = /^https?:\/\/\w+(:\w*)?@[\w.:[\]-]+(\/[^?#\s]*)?\/\d+$/

/** Makes the settings. Reads nothing yet: the file is opened when a value is asked for that the environment lacks. */
export function loadConfig(sources: ConfigSources): Config {
  const file = remembered((): ConfigFile => readConfigFile(sources, settingNames, environmentOnly))
  let faults: AppError | undefined
  /** A file with a line that is not understood gives nothing: the line could have been about any of its settings. */
  const fromFile = (name: SettingName): string | undefined => {
    const found = file()
    faults ??= lineFaults(found)
    if (faults) throw faults
    return found.values.get(name) || undefined
  }
  // The environment first, so that the file is not even opened when it is not needed.
  const value = (name: SettingName): string | undefined => sources.env[name] || fromFile(name)
  const number = (name: SettingName, otherwise: number, from: number, to: number, whole = true): number => {
    const written = value(name)
    if (written === undefined) return otherwise
    const parsed = /^\d+(\.\d+)?$/.test(written.trim()) ? Number(written) : Number.NaN
    if (parsed >= from && parsed <= to && (!whole || Number.isInteger(parsed))) return parsed
    throw new Unavailable((t) => t.config.notNumber({ name, from, to }))
  }
  const database = remembered((): DatabaseTarget => {
    const url = value('DATABASE_URL')
    if (url) return { kind: 'server', target: parseDatabaseUrl(url, fromSystem('DATABASE_URL')) }
    const password = value('POSTGRES_PASSWORD')
    if (!password) {
      // In the environment they may be another program's, as in a container of PostgreSQL itself.
      const part = serverParts.find((name) => !sources.env[name] && value(name))
      if (part) throw new Unavailable((t) => t.config.partWithoutPassword({ name: part, path: file().path ?? '' }))
      return { kind: 'embedded' }
    }
    const target = targetOfParts({
      user: value('POSTGRES_USER') ?? 'epic_events_app',
      password,
      host: value('POSTGRES_HOST') ?? '127.0.0.1',
      port: value('POSTGRES_PORT') ?? '5432',
      database: value('POSTGRES_DB') ?? 'epic_events_db',
    })
    return { kind: 'server', target }
  })
  const under = sudoUid(sources)
  /** Whether root runs for somebody else, whose folders it must neither write to nor trust. */
  const forSomebody = under !== undefined && under !== 0
  const home = () => (forSomebody ? accountHome(0, sources) : undefined) ?? sources.home
  const path = (name: 'EPIC_EVENTS_DATA_DIR' | 'TEMP_FILE_PATH'): string | undefined => {
    const written = value(name)
    if (written === undefined) return undefined
    const found = sources.env[name] ? undefined : file()
    if (forSomebody && found?.owner !== 0) throw new Unavailable((t) => t.config.sudoPath({ name }))
    return settingPath(name, written, { base: found?.path ? dirname(found.path) : sources.cwd, home: home() })
  }
  const { platform } = sources
  const zone = timeZoneSetting({ setting: () => value('EPIC_EVENTS_TZ'), tz: sources.env['TZ'], platform })
  const pooler = (): boolean => {
    const written = value('DATABASE_POOLER')?.trim().toLowerCase()
    if (written !== undefined && written !== 'transaction') throw new Unavailable((t) => t.config.pooler)
    return written === 'transaction'
  }
  const language = () => {
    const written = value('EPIC_EVENTS_LANG')
    if (written === undefined || isLanguage(languageIn(written))) return
    throw new Unavailable((t) => t.config.language({ value: written, known: languageCodes }))
  }
  const accessMinutes = () => number('ACCESS_TOKEN_LIFETIME_MINUTES', 30, 1, 60)
  const refreshDays = () => number('REFRESH_TOKEN_LIFETIME_DAYS', 1, 1, 30)
  const { residentMinutes, fsync } = embeddedSettings(value)
  const tracesSampleRate = () => number('SENTRY_TRACES_SAMPLE_RATE', 0, 0, 1, false)
  const always = [language, pooler, fsync, accessMinutes, refreshDays, residentMinutes, tracesSampleRate]

  const config: Config = {
    value,
    origin(name) {
      if (sources.env[name]) return { kind: 'environment' }
      const { path, values } = file()
      return path !== undefined && values.get(name) ? { kind: 'file', path } : { kind: 'default' }
    },
    valueOrUndefined(name) {
      try {
        return sources.env[name] || file().values.get(name) || undefined
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
      return url ? parseDatabaseUrl(url, fromSystem(name)) : undefined
    },
    pooler,
    keys: () =>
      signingKeys(value, () => {
        if (database().kind === 'server')
          throw new Unavailable((t) => t.config.secretMissing, { more: [(t) => t.config.secretMake] })
      }),
    accessMinutes,
    refreshDays,
    dataDir: () => path('EPIC_EVENTS_DATA_DIR') ?? dataFolder(sources, { home: home(), xdg: !forSomebody }),
    residentMinutes,
    fsync,
    tempFilePath: () => path('TEMP_FILE_PATH'),
    sentry() {
      const dsn = value('SENTRY_DSN')
      return dsn ? { dsn, environment: value('SENTRY_ENVIRONMENT'), tracesSampleRate: tracesSampleRate() } : undefined
    },
    checkTimeZone: zone.check,
    timeZone: zone.name,
    check: () => {
      for (const judge of always) judge()
    },
    problems() {
      const { database: server, adminDatabase, keys, timeZone, dataDir, tempFilePath } = config
      // A command works without reports, so that a wrong DSN is told by `doctor` only.
      const dsn = () => {
        const written = value('SENTRY_DSN')
        if (written && !readableDsn.test(written)) throw new Unavailable((t) => t.config.sentryDsn)
      }
      const judged = [...always, server, adminDatabase, keys, timeZone, dataDir, tempFilePath, dsn]
      return [...new Set(judged.flatMap(problemOf))]
    },
    unknown: () => lookalikes(sources.env, settingNames),
    sudoUid: under,
  }
  return config
}

/** Calls a function once and keeps what it returns or throws. */
function remembered<T>(make: () => T): () => T {
  let made: { readonly value: T } | { readonly error: unknown } | undefined
  return () => {
    if (!made) {
      try {
        made = { value: make() }
      } catch (error) {
        made = { error }
      }
    }
    if ('error' in made) throw made.error
    return made.value
  }
}

/** The language that a setting names: `fr`, `FR`, `fr_FR.UTF-8`. */
function languageIn(written: string): string {
  return (
    written
      .trim()
      .toLowerCase()
      .split(/[_.@-]/)[0] ?? ''
  )
}

/** The problem that a check throws, if any. @throws what is none of ours */
function problemOf(judge: () => unknown): AppError[] {
  try {
    judge()
    return []
  } catch (error) {
    if (error instanceof AppError) return [error]
    throw error
  }
}

/** The user for a URL without one, as in libpq the system's, which is asked only then: the account has to be looked up. */
function fromSystem(name: SettingName) {
  return {
    name,
    get user(): string | undefined {
      try {
        return (require('node:os') as typeof import('node:os')).userInfo().username
      } catch {
        // An account that only has a number has no name.
        return undefined
      }
    },
  }
}
