import { expect, setDefaultTimeout, test } from 'bun:test'
import { randomRounds } from './random.ts'

setDefaultTimeout(300_000)

test('random commands of seven people are taken back and done again, row by row', async () => {
  const seed = Number(process.env['UNDO_SEED'] ?? Date.now() % 1_000_000)
  const { wrong, undone } = await randomRounds({ seed, sequences: 12, length: 8, seconds: 6 })
  expect(wrong).toEqual([])
  expect(undone).toBeGreaterThan(8)
})
