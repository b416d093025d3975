/**
 * A data folder that was moved to a larger disk and left a link behind (oasisprotocol/oasis-core#5988, FreshRSS/FreshRSS#1069,
 * influxdata/influxdb#651): one's own link is followed, anybody else's is not.
 */
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, lchownSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkFolder, secretKey } from '../../../src/db/embedded/folder.ts'
import { openEmbedded } from '../../../src/db/embedded/open.ts'
import { AppError, Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { scratchFolder } from '../../support/embedded.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
const uid = process.geteuid?.()
const isRoot = uid === 0
const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})
const scratch = () => {
  const folder = scratchFolder()
  made.push(folder)
  return folder
}
/** A private folder, and a link to it in another private one. */
function moved() {
  const target = join(scratch(), 'larger-disk')
  mkdirSync(target, { mode: 0o700 })
  const link = join(scratch(), 'epic-events')
  symlinkSync(target, link)
  return { target, link }
}
const said = (folder: string) => {
  try {
    checkFolder(folder, uid)
  } catch (error) {
    if (error instanceof AppError) return { exit: error.exit, text: error.userMessage(t) }
    throw error
  }
  return 'accepted'
}
const refused = (text: string) => ({ exit: Exit.unavailable, text })

describe('one’s own link', () => {
  test('the database opens through it, and lies where it leads', async () => {
    const { target, link } = moved()
    const database = await openEmbedded(link, { crypto: false, uid })
    const sql = database.sql({})
    await sql`insert into epic_events.company (name) values ('moved')`
    await database.close()
    expect(readdirSync(target).sort()).toEqual(['database', 'lock'])
    expect(secretKey(link, uid)).toBe(secretKey(target, uid))
    expect(readlinkSync(link)).toBe(target)
  })

  test.each([
    ['relative', (target: string, link: string) => symlinkSync(`../${target.split('/').slice(-2).join('/')}`, link)],
    [
      'of a link',
      (target: string, link: string) => {
        const between = join(scratch(), 'between')
        symlinkSync(target, between)
        symlinkSync(between, link)
      },
    ],
    [
      'over a linked folder, and back',
      (target: string, link: string) => {
        const disk = join(scratch(), 'disk')
        symlinkSync(dirname(target), disk)
        symlinkSync(`${disk}/./larger-disk/../larger-disk/`, link)
      },
    ],
  ] as const)('a link %s', (_, make) => {
    const { target, link } = moved()
    rmSync(link)
    make(target, link)
    expect(said(link)).toBe('accepted')
    chmodSync(target, 0o750)
    expect(said(link)).toEqual(refused(t.database.open({ path: target, command: `chmod 700 ${target}` })))
  })

  test('to a file → 7; to nowhere (the disk is not mounted) → 7, and nothing is made', () => {
    const { target, link } = moved()
    rmSync(target, { recursive: true })
    expect(said(link)).toEqual(refused(t.database.leadsNowhere({ path: link, target })))
    expect(readdirSync(dirname(target))).toEqual([])
    rmSync(link)
    symlinkSync('/dev/null', link)
    expect(said(link)).toEqual(refused(t.database.notReal({ path: '/dev/null' })))
    rmSync(link)
    symlinkSync(link, link)
    expect(said(link)).toMatchObject({ exit: Exit.unavailable })
  })

  test.each([0o770, 0o707, 0o1777])('in a folder that others can write to (%o) → 7', (mode) => {
    const { link } = moved()
    chmodSync(dirname(link), mode)
    expect(said(link)).toEqual(refused(t.database.openLink({ path: link, folder: dirname(link) })))
  })
})

describe.skipIf(!isRoot)('somebody else’s', () => {
  test('a link → 7, wherever it leads and wherever it stands on the way', () => {
    const { target, link } = moved()
    lchownSync(link, 54_321, 54_321)
    expect(said(link)).toEqual(refused(t.database.foreignLink({ path: link })))
    const own = join(scratch(), 'own')
    symlinkSync(link, own)
    expect(said(own)).toEqual(refused(t.database.foreignLink({ path: link })))
    expect(readdirSync(target)).toEqual([])
  })

  test('a folder that one’s own link leads to → 7', () => {
    const { target, link } = moved()
    lchownSync(target, 54_321, 54_321)
    expect(said(link)).toEqual(refused(t.database.foreign({ path: target })))
  })

  test('a folder in which the link stands → 7', () => {
    const { link } = moved()
    lchownSync(dirname(link), 54_321, 54_321)
    expect(said(link)).toEqual(refused(t.database.foreignLink({ path: dirname(link) })))
  })
})
