import { describe, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { lockFile, readSession, removeSession, writeSession } from '../../src/session/file.ts'
import { isRoot, onWindows, ownPlace, plant, refusal, session, sharedPlace, text, uid, useFolder } from './locations.ts'

const tmp = useFolder()

describe.skipIf(onWindows)('refused', () => {
  test.each(['644', '640', '604', '660', '620', '602'])(
    'a file of mode %s, with the chmod line, which helps',
    (mode) => {
      for (const place of [ownPlace(tmp()), sharedPlace(tmp())]) {
        plant(place, Number.parseInt(mode, 8))
        expect(refusal(() => readSession(place))).toEndWith(`Run: chmod 600 ${place.file}`)
        chmodSync(place.file, 0o600)
        expect(readSession(place)).toEqual(session)
      }
    },
  )

  test('the chmod line is one that a shell takes', () => {
    const place = sharedPlace(tmp(), join(tmp(), "it's a $HOME; x.json"))
    plant(place, 0o644)
    const line = refusal(() => readSession(place)).split('Run: ')[1] ?? ''
    expect(spawnSync('sh', ['-c', line]).status).toBe(0)
    expect(readSession(place)).toEqual(session)
  })

  test.each(['755', '750', '701', '777', '1777'])('a folder of mode %s, with the chmod line', (mode) => {
    const place = ownPlace(tmp())
    plant(place)
    chmodSync(place.folder, Number.parseInt(mode, 8))
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
    const place = ownPlace(tmp())
    const target = join(tmp(), 'target')
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
    const place = ownPlace(tmp())
    symlinkSync(join(tmp(), 'nowhere'), place.folder)
    expect(refusal(() => writeSession(place, session))).toContain('is a link or a file')
    expect(existsSync(join(tmp(), 'nowhere'))).toBe(false)
    rmSync(place.folder)
    writeFileSync(place.folder, '')
    expect(refusal(() => readSession(place))).toContain('is a link or a file')
  })

  test('a link planted for the file is not read through; written, it is replaced and its target untouched', () => {
    for (const place of [ownPlace(tmp()), sharedPlace(tmp())]) {
      const target = join(tmp(), 'target.json')
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
    const place = sharedPlace(tmp())
    expect(spawnSync('mkfifo', ['-m', '600', place.file]).status).toBe(0)
    // In a process of its own, so that a hang is a failure and not the end of the tests.
    const source = JSON.stringify(join(import.meta.dir, '../../src/session/file.ts'))
    const code = `const { readSession } = await import(${source}); try { readSession(${JSON.stringify(place)}) } catch (e) { process.stdout.write(e.name) }`
    const child = spawnSync(process.execPath, ['-e', code], { timeout: 3000 })
    expect(child.stdout.toString()).toBe('Unavailable')
  })

  test('a folder in place of the file', () => {
    const place = sharedPlace(tmp())
    mkdirSync(place.file, { mode: 0o700 })
    expect(refusal(() => readSession(place))).toContain('not a regular file')
  })

  test("another's file and folder, seen from a user id that does not own them", () => {
    const place = ownPlace(tmp())
    plant(place)
    const asOther = { ...place, uid: uid + 1 }
    for (const act of [
      () => readSession(asOther),
      () => writeSession(asOther, session),
      () => removeSession(asOther),
      () => lockFile(asOther),
    ]) {
      expect(refusal(act)).toStartWith(`${place.folder} belongs to another user`)
    }
    expect(refusal(() => readSession({ ...asOther, shared: true }))).toStartWith(
      `${place.file} belongs to another user`,
    )
    expect(readFileSync(place.file, 'utf8')).toBe(text)
  })

  test.skipIf(!isRoot)('a file and a folder given to another user', () => {
    const place = ownPlace(tmp())
    plant(place)
    chownSync(place.file, 65_534, 65_534)
    expect(refusal(() => readSession(place))).toStartWith(`${place.file} belongs to another user`)
    chownSync(place.folder, 65_534, 65_534)
    expect(refusal(() => readSession(place))).toStartWith(`${place.folder} belongs to another user`)
    expect(refusal(() => writeSession(place, session))).toStartWith(`${place.folder} belongs to another user`)
  })

  test('on Windows neither owner nor mode is judged', () => {
    const place = ownPlace(tmp())
    plant(place, 0o644)
    chmodSync(place.folder, 0o755)
    expect(readSession({ ...place, uid: undefined })).toEqual(session)
  })
})
