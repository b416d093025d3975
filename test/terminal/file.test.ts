/** `--output FILE`: whole or not at all, in the place of a plain file and of nothing else. */
import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refused } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { dropDrafts } from '../../src/terminal/drafts.ts'
import { outputFile } from '../../src/terminal/file.ts'

const folder = mkdtempSync(join(tmpdir(), 'epic-output-'))
const path = join(folder, "l'été.csv")
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
})
const umask = process.umask()
/** The sentence of a refusal. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refused) return error.userMessage(catalog('en', 'UTC'))
    throw error
  }
  return ''
}

test('text and bytes, in the order in which they were written; the name is taken at the end', async () => {
  const file = outputFile(path)
  await file.stream.write('é=')
  await file.stream.write(new Uint8Array([0, 255]))
  expect(readdirSync(folder)).not.toContain("l'été.csv")
  file.keep()
  file.drop()
  expect([...readFileSync(path)]).toEqual([0xc3, 0xa9, 0x3d, 0, 255])
  expect(readdirSync(folder)).toEqual(["l'été.csv"])
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~umask)
})

test('a file that is there keeps its content until the end, and its permissions after it', async () => {
  writeFileSync(path, 'before')
  chmodSync(path, 0o640)
  const dropped = outputFile(path)
  await dropped.stream.write('half')
  expect(readFileSync(path, 'utf8')).toBe('before')
  dropped.drop()
  expect(readdirSync(folder)).toEqual(["l'été.csv"])

  const kept = outputFile(path)
  await kept.stream.write('after')
  kept.keep()
  expect(readFileSync(path, 'utf8')).toBe('after')
  expect(statSync(path).mode & 0o777).toBe(0o640)
})

describe('refused, and nothing is touched', () => {
  test('a link, to a file or to nothing', () => {
    const target = join(folder, 'target')
    writeFileSync(target, 'mine')
    symlinkSync(target, path)
    expect(refusal(() => outputFile(path))).toBe(
      `${path} is a link: only a plain file is replaced. Choose another name.`,
    )
    rmSync(target)
    expect(refusal(() => outputFile(path))).toContain('is a link')
    expect(readlinkSync(path)).toBe(target)
  })

  test('a folder, a device, a folder that is not there', () => {
    mkdirSync(path)
    expect(refusal(() => outputFile(path))).toContain('is a folder')
    expect(refusal(() => outputFile('/dev/null'))).toContain('is a device')
    expect(refusal(() => outputFile(join(folder, 'none', 'x.csv')))).toContain('does not exist')
    expect(refusal(() => outputFile(join(folder, 'x'.repeat(300))))).toContain('ENAMETOOLONG')
    expect(readdirSync(folder)).toEqual(["l'été.csv"])
  })

  test('a link that was put there meanwhile', async () => {
    const file = outputFile(path)
    await file.stream.write('x')
    symlinkSync(join(folder, 'elsewhere'), path)
    expect(refusal(() => file.keep())).toContain('is a link')
    file.drop()
    expect(readdirSync(folder)).toEqual(["l'été.csv"])
  })
})

test('a process that is stopped in the middle leaves nothing', async () => {
  const file = outputFile(path)
  await file.stream.write('half')
  dropDrafts()
  expect(readdirSync(folder)).toEqual([])
})
