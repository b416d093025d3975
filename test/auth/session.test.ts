import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  lockFile,
  type Place,
  readSession,
  removeSession,
  type Session,
  sessionPath,
  writeSession,
} from '../../src/auth/session.ts'
import { AppError } from '../../src/errors.ts'
import type { Catalog } from '../../src/i18n/catalog.ts'
import { session as words } from '../../src/i18n/en/session.ts'
import { session as mots } from '../../src/i18n/fr/session.ts'

const onWindows = process.platform === 'win32'
const uid = process.geteuid?.() ?? 0
const isRoot = uid === 0
const session: Session = {
  accessToken: 'head.body.seal',
  refreshToken: 'r'.repeat(43),
  refreshExpiresAt: '2027-01-16T08:00:00.000Z',
}
const text =
  '{"access_token":"head.body.seal","refresh_token":"' +
  'r'.repeat(43) +
  '","refresh_expires_at":"2027-01-16T08:00:00.000Z"}\n'

let tmp = ''
beforeEach(() => {
  tmp = realpathSync(mkdtempSync(join(tmpdir(), 'epic-session-')))
})
afterEach(() => rmSync(tmp, { recursive: true, force: true }))

const ownPlace = () => sessionPath({ tmpDir: tmp, uid, platform: 'linux' })
const sharedPlace = (tempFilePath = join(tmp, 'mine.json')) =>
  sessionPath({ tempFilePath, tmpDir: tmp, uid, platform: 'linux' })
const modeOf = (path: string) => lstatSync(path).mode & 0o777

/** The sentence, after checking that it is exit 7 and reads in both languages. */
function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toBe('unavailable')
    expect(error.exit).toBe(7)
    const french = error.say({ session: mots } as unknown as Catalog)
    const english = error.say({ session: words } as unknown as Catalog)
    expect(french).not.toBe(english)
    return english
  }
  throw new Error('nothing was refused')
}

/** Puts a file of a good session at the place, by hand, with a mode. */
function plant(place: Place, mode = 0o600): void {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 })
  writeFileSync(place.file, text)
  chmodSync(place.file, mode)
}

describe('where', () => {
  const where = (o: Partial<Parameters<typeof sessionPath>[0]>) =>
    sessionPath({ tmpDir: '/tmp', uid, platform: 'linux', ...o })

  test('the runtime folder when it is ours, else the system folder', () => {
    const runtimeDir = join(tmp, 'run')
    expect(where({ runtimeDir }).file).toBe(`/tmp/epic-events-${uid}/session.json`)
    mkdirSync(runtimeDir, { mode: 0o700 })
    expect(where({ runtimeDir })).toEqual({
      file: join(runtimeDir, 'epic-events/session.json'),
      folder: join(runtimeDir, 'epic-events'),
      shared: false,
      ownFolder: join(runtimeDir, 'epic-events'),
      uid,
    })
    expect(where({}).file).toBe(`/tmp/epic-events-${uid}/session.json`)
  })

  test('a runtime folder that is a link, a file, relative, writable by others or of another does not count', () => {
    const elsewhere = `/tmp/epic-events-${uid}`
    const real = join(tmp, 'run')
    mkdirSync(real, { mode: 0o700 })
    symlinkSync(real, join(tmp, 'link'))
    expect(where({ runtimeDir: join(tmp, 'link') }).folder).toBe(elsewhere)
    writeFileSync(join(tmp, 'file'), '')
    expect(where({ runtimeDir: join(tmp, 'file') }).folder).toBe(elsewhere)
    expect(where({ runtimeDir: '.' }).folder).toBe(elsewhere)
    expect(where({ runtimeDir: '' }).folder).toBe(elsewhere)
    chmodSync(real, 0o770)
    expect(where({ runtimeDir: real }).folder).toBe(elsewhere)
    chmodSync(real, 0o700)
    // As under `sudo`, which may keep XDG_RUNTIME_DIR.
    expect(where({ runtimeDir: real, uid: uid + 1 }).folder).toBe(`/tmp/epic-events-${uid + 1}`)
  })

  test('TEMP_FILE_PATH is the file itself; an existing folder gets session.json; empty is not set', () => {
    expect(where({ tempFilePath: join(tmp, 'a.json') })).toEqual({
      file: join(tmp, 'a.json'),
      folder: tmp,
      shared: true,
      ownFolder: `/tmp/epic-events-${uid}`,
      uid,
    })
    expect(where({ tempFilePath: tmp })).toMatchObject({ file: join(tmp, 'session.json'), folder: tmp, shared: true })
    expect(where({ tempFilePath: '' }).shared).toBe(false)
  })

  test("TEMP_FILE_PATH that is a link to a folder: our own is followed, another's is not", () => {
    const folder = join(tmp, 'folder')
    const link = join(tmp, 'link')
    mkdirSync(folder)
    symlinkSync(folder, link)
    expect(where({ tempFilePath: link }).file).toBe(join(link, 'session.json'))
    if (isRoot) spawnSync('chown', ['-h', '65534', link])
    expect(where({ tempFilePath: link, uid: uid + 1 }).file).toBe(link)
  })

  test('Windows: the local application data, no user id', () => {
    const o = {
      tmpDir: 'C:\\Temp',
      uid: undefined,
      platform: 'win32',
      localAppData: 'C:\\Users\\Zoé\\AppData\\Local',
    } as const
    expect(sessionPath(o)).toEqual({
      file: 'C:\\Users\\Zoé\\AppData\\Local\\epic-events\\session.json',
      folder: 'C:\\Users\\Zoé\\AppData\\Local\\epic-events',
      shared: false,
      ownFolder: 'C:\\Users\\Zoé\\AppData\\Local\\epic-events',
      uid: undefined,
    })
    expect(sessionPath({ ...o, tempFilePath: 'D:\\s\\mine.json' })).toMatchObject({
      file: 'D:\\s\\mine.json',
      folder: 'D:\\s',
    })
  })
})

describe.skipIf(onWindows)('the file', () => {
  test('written, read, removed; folder 0700, file 0600, the three names in their order, nothing else left', () => {
    for (const place of [ownPlace(), sharedPlace()]) {
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
    expect(modeOf(ownPlace().folder)).toBe(0o700)
    expect(readdirSync(tmp)).toEqual([`epic-events-${uid}`])
    expect(readdirSync(ownPlace().folder)).toEqual([])
  })

  test('an open umask opens nothing', () => {
    const before = process.umask(0)
    try {
      writeSession(ownPlace(), session)
    } finally {
      process.umask(before)
    }
    expect([modeOf(ownPlace().folder), modeOf(ownPlace().file)]).toEqual([0o700, 0o600])
  })

  test.each([
    [''],
    ['{'],
    ['null'],
    ['[]'],
    ['"x"'],
    ['{}'],
    [text.slice(0, -10)],
    [text.replace('"head.body.seal"', 'null')],
    [text.replace(/"r+"/, '7')],
    [text.replace('2027-01-16T08:00:00.000Z', 'tomorrow')],
    [text.replace('2027-01-16T08:00:00.000Z', '2027-01-16')],
    [text.replace('2027-01-16T08:00:00.000Z', '2027-99-16T08:00:00Z')],
    [`${text}${' '.repeat(70_000)}`],
  ])('damaged content is said to be damaged: %p', (content) => {
    plant(ownPlace())
    writeFileSync(ownPlace().file, content)
    expect(readSession(ownPlace())).toBe('damaged')
  })

  test('an edited file is read as it stands: the token inside is what gets judged', () => {
    plant(ownPlace())
    writeFileSync(ownPlace().file, text.replace('{', '{"role":"management",'))
    expect(readSession(ownPlace())).toEqual(session)
  })
})

describe.skipIf(onWindows)('refused', () => {
  test.each([0o644, 0o640, 0o604, 0o660, 0o620, 0o602])(
    'a file of mode %o, with the chmod line, which helps',
    (mode) => {
      for (const place of [ownPlace(), sharedPlace()]) {
        plant(place, mode)
        expect(refusal(() => readSession(place))).toEndWith(`Run: chmod 600 ${place.file}`)
        chmodSync(place.file, 0o600)
        expect(readSession(place)).toEqual(session)
      }
    },
  )

  test('the chmod line is one that a shell takes', () => {
    const place = sharedPlace(join(tmp, "it's a $HOME; x.json"))
    plant(place, 0o644)
    const line = refusal(() => readSession(place)).split('Run: ')[1] ?? ''
    expect(spawnSync('sh', ['-c', line]).status).toBe(0)
    expect(readSession(place)).toEqual(session)
  })

  test.each([0o755, 0o750, 0o701, 0o777, 0o1777])('a folder of mode %o, with the chmod line', (mode) => {
    const place = ownPlace()
    plant(place)
    chmodSync(place.folder, mode)
    for (const act of [
      () => readSession(place),
      () => writeSession(place, session),
      () => removeSession(place),
      () => lockFile(place),
    ]) {
      expect(refusal(act)).toEndWith(`Run: chmod 700 ${place.folder}`)
    }
    expect(readFileSync(place.file, 'utf8')).toBe(text)
  })

  test('a link planted for the folder: nothing is read, written or removed behind it', () => {
    const place = ownPlace()
    const target = join(tmp, 'target')
    plant({ ...place, folder: target, file: join(target, 'session.json') })
    symlinkSync(target, place.folder)
    for (const act of [
      () => readSession(place),
      () => writeSession(place, session),
      () => removeSession(place),
      () => lockFile(place),
    ]) {
      expect(refusal(act)).toContain('is a link or a file')
    }
    expect(readdirSync(target)).toEqual(['session.json'])
  })

  test('a dangling link, or a file, for the folder', () => {
    const place = ownPlace()
    symlinkSync(join(tmp, 'nowhere'), place.folder)
    expect(refusal(() => writeSession(place, session))).toContain('is a link or a file')
    expect(existsSync(join(tmp, 'nowhere'))).toBe(false)
    rmSync(place.folder)
    writeFileSync(place.folder, '')
    expect(refusal(() => readSession(place))).toContain('is a link or a file')
  })

  test('a link planted for the file is not read through; written, it is replaced and its target untouched', () => {
    for (const place of [ownPlace(), sharedPlace()]) {
      const target = join(tmp, 'target.json')
      writeFileSync(target, text, { mode: 0o600 })
      mkdirSync(place.folder, { recursive: true, mode: 0o700 })
      symlinkSync(target, place.file)
      expect(refusal(() => readSession(place))).toContain('is a link')
      writeSession(place, { ...session, accessToken: 'new' })
      expect(lstatSync(place.file).isFile()).toBe(true)
      expect(readFileSync(target, 'utf8')).toBe(text)
    }
  })

  test('a FIFO planted for the file does not hang us', () => {
    const place = sharedPlace()
    expect(spawnSync('mkfifo', ['-m', '600', place.file]).status).toBe(0)
    // In a process of its own, so that a hang is a failure and not the end of the tests.
    const source = JSON.stringify(join(import.meta.dir, '../../src/auth/session.ts'))
    const code = `const { readSession } = await import(${source}); try { readSession(${JSON.stringify(place)}) } catch (e) { process.stdout.write(e.name) }`
    const child = spawnSync(process.execPath, ['-e', code], { timeout: 3000 })
    expect(child.stdout.toString()).toBe('Unavailable')
  })

  test('a folder in place of the file', () => {
    const place = sharedPlace()
    mkdirSync(place.file, { mode: 0o700 })
    expect(refusal(() => readSession(place))).toContain('not an ordinary file')
  })

  test("another's file and folder, seen from a user id that does not own them", () => {
    const place = ownPlace()
    plant(place)
    const asOther = { ...place, uid: uid + 1 }
    for (const act of [
      () => readSession(asOther),
      () => writeSession(asOther, session),
      () => removeSession(asOther),
      () => lockFile(asOther),
    ]) {
      expect(refusal(act)).toStartWith(`${place.folder} belongs to somebody else`)
    }
    expect(refusal(() => readSession({ ...asOther, shared: true }))).toStartWith(
      `${place.file} belongs to somebody else`,
    )
    expect(readFileSync(place.file, 'utf8')).toBe(text)
  })

  test.skipIf(!isRoot)('a file and a folder given to another user', () => {
    const place = ownPlace()
    plant(place)
    chownSync(place.file, 65_534, 65_534)
    expect(refusal(() => readSession(place))).toStartWith(`${place.file} belongs to somebody else`)
    chownSync(place.folder, 65_534, 65_534)
    expect(refusal(() => readSession(place))).toStartWith(`${place.folder} belongs to somebody else`)
    expect(refusal(() => writeSession(place, session))).toStartWith(`${place.folder} belongs to somebody else`)
  })

  test('on Windows neither owner nor mode is judged', () => {
    const place = ownPlace()
    plant(place, 0o644)
    chmodSync(place.folder, 0o755)
    expect(readSession({ ...place, uid: undefined })).toEqual(session)
  })
})

describe.skipIf(onWindows)('what cannot be written', () => {
  test('a folder that TEMP_FILE_PATH names is not created', () => {
    const place = sharedPlace(join(tmp, 'none/mine.json'))
    expect(refusal(() => writeSession(place, session))).toContain(`the folder ${join(tmp, 'none')} does not exist`)
    expect(readSession(place)).toBeUndefined()
    expect(readdirSync(tmp)).toEqual([])
  })

  test('a shared folder stays as it is', () => {
    chmodSync(tmp, 0o1777)
    writeSession(sharedPlace(), session)
    expect(statSync(tmp).mode & 0o7777).toBe(0o1777)
  })

  test('the system folder is missing', () => {
    const place = sessionPath({ tmpDir: join(tmp, 'none'), uid, platform: 'linux' })
    expect(refusal(() => writeSession(place, session))).toContain(`the folder ${join(tmp, 'none')} does not exist`)
  })

  // The writes of root are stopped by no mode; /sys stops them.
  test.skipIf(isRoot && process.platform !== 'linux')('a read-only folder', () => {
    if (!isRoot) chmodSync(tmp, 0o500)
    const place = sharedPlace(isRoot ? '/sys/mine.json' : join(tmp, 'mine.json'))
    expect(refusal(() => writeSession(place, session))).toContain(`${place.file} (EACCES)`)
    chmodSync(tmp, 0o700)
  })

  test('a write that breaks off: the present session stands, no draft is left', () => {
    const place = ownPlace()
    writeSession(place, session)
    // No file may grow beyond 0 bytes: the draft is made, its first byte fails.
    const source = JSON.stringify(join(import.meta.dir, '../../src/auth/session.ts'))
    const code = `const { writeSession } = await import(${source}); try { writeSession(${JSON.stringify(place)}, ${JSON.stringify(session)}) } catch (e) { process.stderr.write(e.name + e.cause.code) }`
    const child = spawnSync('sh', ['-c', `trap '' XFSZ; ulimit -f 0; exec "$0" -e "$1"`, process.execPath, code])
    expect(child.stderr.toString()).toBe('UnavailableEFBIG')
    expect(readdirSync(dirname(place.file))).toEqual(['session.json'])
    expect(readSession(place)).toEqual(session)
  })

  test('a rename that fails leaves no draft', () => {
    const place = sharedPlace()
    mkdirSync(place.file)
    expect(refusal(() => writeSession(place, session))).toContain(`${place.file} (EISDIR)`)
    expect(readdirSync(tmp)).toEqual(['mine.json'])
    expect(refusal(() => removeSession(place))).toContain('cannot be removed')
  })

  test('the draft is never a name that somebody could have planted', () => {
    const names = new Set<string>()
    for (let i = 0; i < 5; i++) {
      const place = sharedPlace(join(tmp, `d${i}.json`))
      mkdirSync(place.file)
      try {
        writeSession(place, session)
      } catch (error) {
        if (error instanceof AppError && error.cause instanceof Error && 'path' in error.cause) {
          names.add(String(error.cause.path).replace(/.*d\d\.json/, ''))
        }
      }
    }
    expect(names.size).toBe(5)
  })
})

describe.skipIf(onWindows)('the lock', () => {
  test("lies in the program's own folder, which is made for it", () => {
    expect(lockFile(ownPlace())).toBe(join(tmp, `epic-events-${uid}`, 'session.lock'))
    expect(modeOf(join(tmp, `epic-events-${uid}`))).toBe(0o700)
  })

  test('never beside a file in a shared folder; one lock a file', () => {
    const lock = lockFile(sharedPlace())
    expect(dirname(lock)).toBe(join(tmp, `epic-events-${uid}`))
    expect(lockFile(sharedPlace())).toBe(lock)
    expect(lockFile(sharedPlace(join(tmp, 'other.json')))).not.toBe(lock)
    expect(readdirSync(tmp)).toEqual([`epic-events-${uid}`])
  })
})
