import { describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sessionLocation } from '../../src/session/file.ts'
import { makeApp } from '../../src/wiring.ts'
import { scripted } from '../support/prompter.ts'
import { isRoot, uid, useFolder } from './locations.ts'

const tmp = useFolder()

describe('where', () => {
  const where = (o: Partial<Parameters<typeof sessionLocation>[0]>) =>
    sessionLocation({ tmpDir: '/tmp', uid, platform: 'linux', ...o })

  test('the runtime folder when it is ours, else the system folder', () => {
    const runtimeDir = join(tmp(), 'run')
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
    const real = join(tmp(), 'run')
    mkdirSync(real, { mode: 0o700 })
    symlinkSync(real, join(tmp(), 'link'))
    expect(where({ runtimeDir: join(tmp(), 'link') }).folder).toBe(elsewhere)
    writeFileSync(join(tmp(), 'file'), '')
    expect(where({ runtimeDir: join(tmp(), 'file') }).folder).toBe(elsewhere)
    expect(where({ runtimeDir: '.' }).folder).toBe(elsewhere)
    expect(where({ runtimeDir: '' }).folder).toBe(elsewhere)
    chmodSync(real, 0o770)
    expect(where({ runtimeDir: real }).folder).toBe(elsewhere)
    chmodSync(real, 0o700)
    // As under `sudo`, which may keep XDG_RUNTIME_DIR.
    expect(where({ runtimeDir: real, uid: uid + 1 }).folder).toBe(`/tmp/epic-events-${uid + 1}`)
  })

  test('TEMP_FILE_PATH is the file itself; an existing folder gets session.json; empty is not set', () => {
    expect(where({ tempFilePath: join(tmp(), 'a.json') })).toEqual({
      file: join(tmp(), 'a.json'),
      folder: tmp(),
      shared: true,
      ownFolder: `/tmp/epic-events-${uid}`,
      uid,
    })
    expect(where({ tempFilePath: tmp() })).toMatchObject({
      file: join(tmp(), 'session.json'),
      folder: tmp(),
      shared: true,
    })
    expect(where({ tempFilePath: '' }).shared).toBe(false)
  })

  test("TEMP_FILE_PATH that is a link to a folder: our own is followed, another's is not", () => {
    const folder = join(tmp(), 'folder')
    const link = join(tmp(), 'link')
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
    expect(sessionLocation(o)).toEqual({
      file: 'C:\\Users\\Zoé\\AppData\\Local\\epic-events\\session.json',
      folder: 'C:\\Users\\Zoé\\AppData\\Local\\epic-events',
      shared: false,
      ownFolder: 'C:\\Users\\Zoé\\AppData\\Local\\epic-events',
      uid: undefined,
    })
    expect(sessionLocation({ ...o, tempFilePath: 'D:\\s\\mine.json' })).toMatchObject({
      file: 'D:\\s\\mine.json',
      folder: 'D:\\s',
    })
  })
})

test('under sudo → the folder of the system, not the one that TMPDIR names', async () => {
  const stream = { isTerminal: false, columns: () => 80, closed: false, write: async () => {} }
  const location = async (env: Record<string, string>) => {
    const app = makeApp({
      io: {
        stdin: { isTerminal: false, text: async () => '', bytes: async () => new Uint8Array() },
        stdout: stream,
        stderr: stream,
      },
      env: { SECRET_KEY: 'x'.repeat(32), ...env },
      ...{ cwd: '/nowhere', home: '/nowhere', tmpDir: '/home/ann/tmp', uid: 0, platform: 'linux' },
      clock: { now: () => 0 },
      prompt: scripted([]),
      envFile: undefined,
      onWait() {},
      run: async () => 0,
    })
    return (await app.sessionContext()).location.file
  }
  expect(await location({ SUDO_UID: '4711' })).toBe('/tmp/epic-events-0/session.json')
  expect(await location({})).toBe('/home/ann/tmp/epic-events-0/session.json')
})
