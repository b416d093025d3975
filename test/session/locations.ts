/** Places and plants for the tests of the session file. */
import { afterEach, beforeEach, expect } from 'bun:test'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError, Exit } from '../../src/errors.ts'
import type { Catalog } from '../../src/i18n/catalog.ts'
import { session as words } from '../../src/i18n/en/session.ts'
import { session as mots } from '../../src/i18n/fr/session.ts'
import { type Session, type SessionLocation, sessionLocation } from '../../src/session/file.ts'

export const onWindows = process.platform === 'win32'
export const uid = process.geteuid?.() ?? 0
export const isRoot = uid === 0
export const session: Session = {
  accessToken: 'head.body.seal',
  refreshToken: 'r'.repeat(43),
  refreshExpiresAt: '2027-01-16T08:00:00.000Z',
}
export const text =
  '{"access_token":"head.body.seal","refresh_token":"' +
  'r'.repeat(43) +
  '","refresh_expires_at":"2027-01-16T08:00:00.000Z"}\n'

export const ownPlace = (tmp: string) => sessionLocation({ tmpDir: tmp, uid, platform: 'linux' })
export const sharedPlace = (tmp: string, tempFilePath = join(tmp, 'mine.json')) =>
  sessionLocation({ tempFilePath, tmpDir: tmp, uid, platform: 'linux' })
export const modeOf = (path: string) => lstatSync(path).mode & 0o777

/** A new folder for each test, which stands for the system's temporary folder; `tmp()` names it. */
export function useFolder(): () => string {
  let tmp = ''
  beforeEach(() => {
    tmp = realpathSync(mkdtempSync(join(tmpdir(), 'epic-session-')))
  })
  afterEach(() => rmSync(tmp, { recursive: true, force: true }))
  return () => tmp
}

/** The sentence, after checking that it is exit 7 and reads in both languages. */
export function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toBe('unavailable')
    expect(error.exit).toBe(Exit.unavailable)
    const french = error.userMessage({ session: mots } as unknown as Catalog)
    const english = error.userMessage({ session: words } as unknown as Catalog)
    expect(french).not.toBe(english)
    return english
  }
  throw new Error('nothing was refused')
}

/** Puts a file of a good session at the place, by hand, with a mode. */
export function plant(location: SessionLocation, mode = 0o600): void {
  mkdirSync(location.folder, { recursive: true, mode: 0o700 })
  writeFileSync(location.file, text)
  chmodSync(location.file, mode)
}
