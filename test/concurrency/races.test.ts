import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { openAgency } from '../support/agency.ts'
import { races, type Track, track } from './races.ts'

setDefaultTimeout(60_000)

const rounds = 6

describe('two people at once, on a server', () => {
  let on: Track
  beforeAll(async () => {
    on = await track(await openAgency('server'))
  }, 60_000)
  afterAll(() => on?.agency.close())

  test.each(Object.entries(races))(
    '%s',
    async (_, race) => {
      const wrong: string[] = []
      for (let round = 0; round < rounds; round++) wrong.push(...(await race(on, round)))
      expect(wrong).toEqual([])
    },
    60_000,
  )
})
