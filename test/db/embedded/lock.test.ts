import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { acquireLock } from '../../../src/db/embedded/lock.ts'

setDefaultTimeout(60_000)

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'epic-lock-'))
  file = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Another process that takes the lock, says so, and holds it until it is killed. */
async function holder() {
  const script = join(folder, 'hold.ts')
  const source = resolve(import.meta.dir, '../../../src/db/embedded/lock.ts')
  writeFileSync(
    script,
    `import { acquireLock } from ${JSON.stringify(source)}
     const lock = await acquireLock(${JSON.stringify(file)}, { waitMs: 5000 })
     process.stdout.write(lock ? 'held' : 'none')
     setInterval(() => lock, 1000)`,
  )
  const child = Bun.spawn([process.execPath, script], { stdout: 'pipe', stderr: 'inherit' })
  const first = await child.stdout.getReader().read()
  expect(new TextDecoder().decode(first.value)).toBe('held')
  return child
}

describe('acquireLock', () => {
  test('a second try → undefined while the first is held, and the lock afterwards', async () => {
    const first = await acquireLock(file, { waitMs: 0 })
    expect(first).toBeDefined()
    expect(await acquireLock(file, { waitMs: 0 })).toBeUndefined()
    first?.release()
    const second = await acquireLock(file, { waitMs: 0 })
    expect(second).toBeDefined()
    first?.release()
    expect(await acquireLock(file, { waitMs: 0 })).toBeUndefined()
    second?.release()
  })

  test('the file of the lock → private, and stays', async () => {
    const lock = await acquireLock(file, { waitMs: 0 })
    lock?.release()
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('a long wait → is announced once, and the event loop runs meanwhile', async () => {
    const first = await acquireLock(file, { waitMs: 0 })
    let announced = 0
    let ticks = 0
    const timer = setInterval(() => ticks++, 10)
    setTimeout(() => first?.release(), 500)
    const second = await acquireLock(file, { waitMs: 5000, onWait: () => announced++ })
    clearInterval(timer)
    expect(second).toBeDefined()
    expect(announced).toBe(1)
    expect(ticks).toBeGreaterThan(10)

    setTimeout(() => second?.release(), 60)
    const third = await acquireLock(file, { waitMs: 5000, onWait: () => announced++ })
    expect(third).toBeDefined()
    expect(announced).toBe(1)
    third?.release()
  })

  test('holds between processes, gives up in time, and is free the moment its holder is killed', async () => {
    const child = await holder()
    const start = performance.now()
    expect(await acquireLock(file, { waitMs: 200 })).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(2000)
    // A try that failed must not have opened the file in a way that frees the other's lock.
    expect(await acquireLock(file, { waitMs: 0 })).toBeUndefined()

    child.kill('SIGKILL')
    await child.exited
    const lock = await acquireLock(file, { waitMs: 1000 })
    expect(lock).toBeDefined()
    lock?.release()
  })

  test('a lock that this process holds survives its own failed second try, as another process sees it', async () => {
    const mine = await acquireLock(file, { waitMs: 0 })
    expect(await acquireLock(file, { waitMs: 0 })).toBeUndefined()
    const script = join(folder, 'try.ts')
    const source = resolve(import.meta.dir, '../../../src/db/embedded/lock.ts')
    writeFileSync(
      script,
      `import { acquireLock } from ${JSON.stringify(source)}
       process.stdout.write(String(await acquireLock(${JSON.stringify(file)}, { waitMs: 0 })))`,
    )
    const other = Bun.spawn([process.execPath, script], { stdout: 'pipe' })
    expect(await new Response(other.stdout).text()).toBe('undefined')
    mine?.release()
  })

  test('a link in its place → refused; a missing folder → the error of the system', async () => {
    symlinkSync(join(folder, 'elsewhere'), file)
    await expect(acquireLock(file, { waitMs: 0 })).rejects.toMatchObject({ code: 'ELOOP' })
    await expect(acquireLock(join(folder, 'none', 'lock'), { waitMs: 0 })).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
