/**
 * Embedded databases for the tests: each in a folder of its own, copied from one that was unpacked once. They wait for no disk, because no test
 * cuts the power: durable.test.ts has its own.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildImage } from '../../build.ts'
import { type Database, embedded } from '../../src/db/connection/connect.ts'
import { databaseIn } from '../../src/db/embedded/folder.ts'
import { unpackImage } from '../../src/db/embedded/image.ts'
import { acquireLock } from '../../src/db/embedded/lock.ts'
import { type Embedded, openEmbedded } from '../../src/db/embedded/open.ts'

let template: Promise<string> | undefined

/**
 * A data folder with the migrated database, to be copied and never opened. It lies in dist/, under the name of its image: a test
 * process that ends has no moment to clean up in, and the next one needs it again.
 */
export function embeddedTemplate(): Promise<string> {
  template ??= (async () => {
    const image = await buildImage()
    const folder = join(dirname(image), `template-${Bun.hash(await Bun.file(image).bytes()).toString(16)}`)
    const lock = await acquireLock(join(dirname(image), 'template.lock'), { waitMs: 60_000 })
    try {
      if (!existsSync(databaseIn(folder))) {
        for (const old of readdirSync(dirname(image))) {
          if (old.startsWith('template-')) rmSync(join(dirname(image), old), { recursive: true, force: true })
        }
        mkdirSync(folder)
        await unpackImage(databaseIn(folder), { fsync: false })
      }
      return folder
    } finally {
      lock?.release()
    }
  })()
  return template
}

/** An empty private folder below the system's temporary one. */
export function scratchFolder(prefix = 'epic-data-'): string {
  return mkdtempSync(join(tmpdir(), prefix))
}

export interface FreshEmbedded {
  readonly folder: string
  open(o?: { crypto?: boolean; onWait?: () => void; waitMs?: number; fsync?: boolean }): Promise<Embedded>
  /** Closes what was opened and removes the folder. */
  remove(): Promise<void>
}

/** A migrated database of its own. */
export async function freshEmbedded(): Promise<FreshEmbedded> {
  const folder = scratchFolder()
  cpSync(await embeddedTemplate(), folder, { recursive: true })
  const opened: Embedded[] = []
  return {
    folder,
    async open(o = {}) {
      const database = await openEmbedded(folder, { crypto: false, uid: process.geteuid?.(), fsync: false, ...o })
      opened.push(database)
      return database
    },
    async remove() {
      for (const database of opened) await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A migrated database of its own, as the program sees it; its folder goes when it is closed. */
export async function embeddedHome(): Promise<Database> {
  const { folder, remove } = await freshEmbedded()
  const home = embedded(folder, { uid: process.geteuid?.(), onWait() {}, fsync: false })
  return {
    ...home,
    async close() {
      await home.close()
      await remove()
    },
  }
}

/**
 * What a promise is rejected with. To be preferred to `expect(…).rejects` on an embedded database: that one lets the process sleep while it
 * waits, and what works inside of the process then takes up to a second.
 *
 * @throws Error the promise was fulfilled
 */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it should have been rejected')
    },
    (reason: unknown) => reason,
  )
