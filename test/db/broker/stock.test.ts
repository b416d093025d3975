/** When the first session is begun: the command that has started the broker needs the machine itself, unless another one waits. */
import { afterEach, expect, test } from 'bun:test'
import { stock } from '../../../src/db/broker/stock.ts'

let open: ReturnType<typeof stock> | undefined
afterEach(() => open?.close())

/** A stock on a server that lets nobody in. */
const empty = (beginMs: number) => {
  const seen = { begun: 0, failures: 0 }
  open = stock({
    ...{ now: () => performance.now(), wallClock: () => Date.now(), beginMs },
    async begin() {
      seen.begun += 1
      return undefined
    },
    onFailure() {
      seen.failures += 1
    },
  })
  return { stock: open, seen }
}

test('after the time that was given', async () => {
  const { seen } = empty(300)
  await Bun.sleep(50)
  expect(seen.begun).toBe(0)
  for (let tries = 0; tries < 100 && seen.begun === 0; tries += 1) await Bun.sleep(20)
  expect(seen).toEqual({ begun: 1, failures: 1 })
})

test('at once when somebody asks, and no second time', async () => {
  const { stock, seen } = empty(200)
  const since = performance.now()
  expect(await stock.take(10_000)).toBeUndefined()
  expect(performance.now() - since).toBeLessThan(200)
  await Bun.sleep(300)
  expect(seen).toEqual({ begun: 1, failures: 1 })
})

test('never, once it is closed', async () => {
  const { stock, seen } = empty(50)
  stock.close()
  await Bun.sleep(150)
  expect(seen).toEqual({ begun: 0, failures: 0 })
})
