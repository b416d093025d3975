/** Which tests `bun run test:changed` chooses: those of the verb that changed, not the whole program that they can reach. */
import { expect, test } from 'bun:test'
import { testsFor } from './changed.ts'

const house = ['house/commands.test.ts', 'house/imports.test.ts']

test('a change in one verb runs the tests of its noun and the rules of the house', () => {
  const chosen = testsFor(['src/contract/update.ts'])
  expect(chosen).toContain('contract/update.test.ts')
  expect(chosen).toEqual(expect.arrayContaining(house))
  expect(chosen.filter((file) => /^(event|matrix|trust|binary|db)\//.test(file))).toEqual([])
})

test('a change in a test or in what it imports runs this test', () => {
  expect(testsFor(['test/contract/list.test.ts'])).toEqual(['contract/list.test.ts', ...house])
  expect(testsFor(['test/contract/deal.ts'])).toContain('contract/update.test.ts')
})

test('a changed sentence runs the help of every noun', () => {
  const chosen = testsFor(['src/i18n/fr/help/contract.ts'])
  expect(chosen).toEqual(
    expect.arrayContaining([
      'command/help.test.ts',
      'contract/help.test.ts',
      'screens/help.test.ts',
      'user/help.test.ts',
    ]),
  )
})

test('nothing changed: the rules of the house', () => {
  expect(testsFor([])).toEqual(house)
})
