import { describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../src/errors.ts'
import { lockFile, readSession, removeSession, sessionLocation, writeSession } from '../../src/session/file.ts'
import {
  isRoot,
  modeOf,
  onWindows,
  ownPlace,
  plant,
  refusal,
  session,
  sharedPlace,
  text,
  uid,
  useFolder,
} from './locations.ts'

const tmp = useFolder()

describe.skipIf(onWindows)('the file', () => {
  test('written, read, removed; folder 0700, file 0600, the three names in their order, nothing else left', () => {
    for (const place of [ownPlace(tmp()), sharedPlace(tmp())]) {
      expect(readSession(place)).toBeUndefined()
      removeSession(place)
      writeSession(place, session)
      expect(readFileSync(place.file, 'utf8')).toBe(text)
      expect(modeOf(place.file)).toBe(0o600)
      expect(readSession(place)).toEqual(session)
      writeSession(place, { ...session, accessToken: 'second' })
      expect(readSession(place)).toEqual({ ...session, accessToken: 'second' })
      removeSession(place)
      expect(readSession(place)).toBeUndefined()
    }
    expect(modeOf(ownPlace(tmp()).folder)).toBe(0o700)
    expect(readdirSync(tmp())).toEqual([`epic-events-${uid}`])
    expect(readdirSync(ownPlace(tmp()).folder)).toEqual([])
  })

  test('an open umask opens nothing', () => {
    const before = process.umask(0)
    try {
      writeSession(ownPlace(tmp()), session)
    } finally {
      process.umask(before)
    }
    expect([modeOf(ownPlace(tmp()).folder), modeOf(ownPlace(tmp()).file)]).toEqual([0o700, 0o600])
  })

  test.each([
    ['nothing', ''],
    ['half an object', text.slice(0, -10)],
    ['null', 'null'],
    ['a list', '[]'],
    ['a string', '"x"'],
    ['an empty object', '{}'],
    ['no access token', text.replace('"head.body.seal"', 'null')],
    ['a numeric refresh token', text.replace(/"r+"/, '7')],
    ['a word for a date', text.replace('2027-01-16T08:00:00.000Z', 'tomorrow')],
    ['a date without a time', text.replace('2027-01-16T08:00:00.000Z', '2027-01-16')],
    ['a thirteenth month', text.replace('2027-01-16T08:00:00.000Z', '2027-13-16T08:00:00Z')],
    ['70 KB', `${text}${' '.repeat(70_000)}`],
  ])('damaged content is said to be damaged: %s', (_name, content) => {
    plant(ownPlace(tmp()))
    writeFileSync(ownPlace(tmp()).file, content)
    expect(readSession(ownPlace(tmp()))).toBe('damaged')
  })

  test('an edited file is read as it stands: the token inside is what gets judged', () => {
    plant(ownPlace(tmp()))
    writeFileSync(ownPlace(tmp()).file, text.replace('{', '{"role":"management",'))
    expect(readSession(ownPlace(tmp()))).toEqual(session)
  })
})

describe.skipIf(onWindows)('what cannot be written', () => {
  test('a folder that TEMP_FILE_PATH names is not created', () => {
    const place = sharedPlace(tmp(), join(tmp(), 'none/mine.json'))
    expect(refusal(() => writeSession(place, session))).toContain(`the folder ${join(tmp(), 'none')} does not exist`)
    expect(readSession(place)).toBeUndefined()
    expect(readdirSync(tmp())).toEqual([])
  })

  test('a shared folder stays as it is', () => {
    chmodSync(tmp(), 0o1777)
    writeSession(sharedPlace(tmp()), session)
    expect(statSync(tmp()).mode & 0o7777).toBe(0o1777)
  })

  test('the system folder is missing', () => {
    const place = sessionLocation({ tmpDir: join(tmp(), 'none'), uid, platform: 'linux' })
    expect(refusal(() => writeSession(place, session))).toContain(`the folder ${join(tmp(), 'none')} does not exist`)
  })

  // The writes of root are stopped by no mode; /sys stops them.
  test.skipIf(isRoot && process.platform !== 'linux')('a read-only folder', () => {
    if (!isRoot) chmodSync(tmp(), 0o500)
    const place = sharedPlace(tmp(), isRoot ? '/sys/mine.json' : join(tmp(), 'mine.json'))
    expect(refusal(() => writeSession(place, session))).toContain(`${place.file} (EACCES)`)
    chmodSync(tmp(), 0o700)
  })

  test('a write that breaks off: the present session stands, no draft is left', () => {
    const place = ownPlace(tmp())
    writeSession(place, session)
    // No file may grow beyond 0 bytes: the draft is made, its first byte fails.
    const source = JSON.stringify(join(import.meta.dir, '../../src/session/file.ts'))
    const code = `const { writeSession } = await import(${source}); try { writeSession(${JSON.stringify(place)}, ${JSON.stringify(session)}) } catch (e) { process.stderr.write(e.name + e.cause.code) }`
    const child = spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f 0; exec "$0" -e "$1"`, process.execPath, code])
    expect(child.stderr.toString()).toBe('UnavailableEFBIG')
    expect(readdirSync(dirname(place.file))).toEqual(['session.json'])
    expect(readSession(place)).toEqual(session)
  })

  test('a rename that fails leaves no draft', () => {
    const place = sharedPlace(tmp())
    mkdirSync(place.file)
    expect(refusal(() => writeSession(place, session))).toContain(`${place.file} (EISDIR)`)
    expect(readdirSync(tmp())).toEqual(['mine.json'])
    expect(refusal(() => removeSession(place))).toContain('Cannot delete the session file')
  })

  test('the name under which it is written first is a new one each time', () => {
    const place = sharedPlace(tmp())
    mkdirSync(place.file)
    const drafts = Array.from({ length: 5 }, () => {
      try {
        writeSession(place, session)
      } catch (error) {
        if (error instanceof AppError && error.cause instanceof Error && 'path' in error.cause) return error.cause.path
      }
      throw new Error('nothing was refused')
    })
    expect(new Set(drafts).size).toBe(5)
  })
})

describe.skipIf(onWindows)('the lock', () => {
  test("lies in the program's own folder, which is made for it", () => {
    expect(lockFile(ownPlace(tmp()))).toBe(join(tmp(), `epic-events-${uid}`, 'session.lock'))
    expect(modeOf(join(tmp(), `epic-events-${uid}`))).toBe(0o700)
  })

  test('never beside a file in a shared folder; one lock a file', () => {
    const lock = lockFile(sharedPlace(tmp()))
    expect(dirname(lock)).toBe(join(tmp(), `epic-events-${uid}`))
    expect(lockFile(sharedPlace(tmp()))).toBe(lock)
    expect(lockFile(sharedPlace(tmp(), join(tmp(), 'other.json')))).not.toBe(lock)
    expect(readdirSync(tmp())).toEqual([`epic-events-${uid}`])
  })
})
