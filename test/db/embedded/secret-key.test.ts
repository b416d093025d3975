import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { secretKey } from '../../../src/db/embedded/folder.ts'
import { Unavailable } from '../../../src/errors.ts'
import { scratchFolder } from '../../support/embedded.ts'

setDefaultTimeout(60_000)

const uid = process.geteuid?.()
let folder = ''
let path = ''
beforeEach(() => {
  folder = join(scratchFolder(), 'data')
  path = join(folder, 'secret_key')
})
afterEach(() => rmSync(resolve(folder, '..'), { recursive: true, force: true }))

test('the first start → 32 random bytes in a private file, which stay', () => {
  const key = secretKey(folder, uid)
  expect(Buffer.from(key, 'base64url')).toHaveLength(32)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(secretKey(folder, uid)).toBe(key)
  expect(readdirSync(folder)).toEqual(['secret_key'])
})

test('eight processes at once → the same key', async () => {
  mkdirSync(folder, { mode: 0o700 })
  const source = resolve(import.meta.dir, '../../../src/db/embedded/folder.ts')
  const script = join(resolve(folder, '..'), 'key.ts')
  writeFileSync(
    script,
    `import { secretKey } from ${JSON.stringify(source)}
     process.stdout.write(secretKey(${JSON.stringify(folder)}, ${uid}))`,
  )
  const children = Array.from({ length: 8 }, () => Bun.spawn([process.execPath, script], { stdout: 'pipe' }))
  const keys = await Promise.all(children.map(({ stdout }) => new Response(stdout).text()))
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toHaveLength(43)
  expect(readdirSync(folder)).toEqual(['secret_key'])
})

test('a key that others can read, a link, or half a key → refused', () => {
  secretKey(folder, uid)
  chmodSync(path, 0o644)
  expect(() => secretKey(folder, uid)).toThrow(Unavailable)
  rmSync(path)
  writeFileSync(join(folder, 'elsewhere'), 'k'.repeat(43), { mode: 0o600 })
  symlinkSync(join(folder, 'elsewhere'), path)
  expect(() => secretKey(folder, uid)).toThrow(Unavailable)
  rmSync(path)
  writeFileSync(path, 'half', { mode: 0o600 })
  expect(() => secretKey(folder, uid)).toThrow(Unavailable)
})
