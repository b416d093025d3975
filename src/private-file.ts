/** Writes files that nobody else may read: whole or not at all, and never through a link that somebody planted. */
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { errno } from './trusted-file.ts'

/** O_NOFOLLOW: a link as the last part of the path is not followed. Windows has no such flag. */
const noFollow = constants.O_NOFOLLOW ?? 0

/**
 * Creates a file that did not exist, 0600, and flushes it. Leaves no file when that fails.
 *
 * @throws the system's error: EEXIST for anything under that name, a dangling link included
 */
export function createPrivate(path: string, text: string): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, 0o600)
  try {
    try {
      // Against a umask that would keep the owner out too.
      fchmodSync(file, 0o600)
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}

/**
 * Writes a private file whole or not at all: under another, random name first, then renamed over what was there.
 *
 * @throws the system's error; what was there stays
 */
export function replacePrivate(path: string, text: string): void {
  throughDraft(path, text, (draft) => renameSync(draft, path))
}

/**
 * Writes a private file unless there is one: under another, random name first, then linked to its own, so that nobody reads half of it.
 *
 * @returns false when another process was faster
 * @throws the system's error
 */
export function createPrivateOnce(path: string, text: string): boolean {
  try {
    throughDraft(path, text, (draft) => linkSync(draft, path))
    return true
  } catch (error) {
    if (errno(error) === 'EEXIST') return false
    throw error
  }
}

function throughDraft(path: string, text: string, publish: (draft: string) => void): void {
  const draft = `${path}.${crypto.randomUUID()}.tmp`
  createPrivate(draft, text)
  try {
    publish(draft)
  } finally {
    rmSync(draft, { force: true })
  }
}
