/**
 * Runs the program from its sources, as `bun run dev client list` does: with data, session and settings of its own in `.dev/`, so that
 * whoever tries something out never touches the database that they work with.
 *
 * A server is tried out by its DATABASE_URL in `.dev/.env`; the environment of the shell and the settings of the machine do not count.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildImage } from '../../build.ts'

const folder = join(import.meta.dir, '..', '..', '.dev')
const settings = join(folder, '.env')

mkdirSync(folder, { recursive: true, mode: 0o700 })
if (!existsSync(settings))
  writeFileSync(settings, '# The settings of `bun run dev`; see .env.example.\nEPIC_EVENTS_LANG=en\n', { mode: 0o600 })

for (const name of Object.keys(process.env)) {
  if (/^(DATABASE_|POSTGRES_|SECRET_KEY|JWT_KID|SENTRY_)/.test(name)) delete process.env[name]
}
process.env['EPIC_EVENTS_ENV_FILE'] = settings
process.env['EPIC_EVENTS_DATA_DIR'] = join(folder, 'data')
process.env['TEMP_FILE_PATH'] = join(folder, 'session.json')

// src/ imports the image, so it has to be there before. Fresh, this takes some milliseconds.
await buildImage()
await import('../../src/main.ts')
