/** SCRAM-SHA-256 against the example of RFC 7677 §3, and what is none of it. That real servers accept it: saslprep.test.ts. */
import { describe, expect, test } from 'bun:test'
import { scram } from '../../../src/db/connection/scram.ts'

const nonce = 'rOprNGfwEbeRWgbNEkqO'
const serverFirst = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`
const final = `c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`
const proof = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='
const begun = (password = 'pencil') => scram(password, { user: 'user', nonce })

test('the exchange of the RFC', async () => {
  const exchange = begun()
  expect(exchange.first).toBe(`n,,n=user,r=${nonce}`)
  expect(exchange.isProof(proof)).toBe(false)
  expect(await exchange.answer(serverFirst)).toBe(final)
  expect(exchange.isProof(proof)).toBe(true)
})

test('another password → another answer, and the server’s proof does not hold', async () => {
  const exchange = begun('Pencil')
  expect(await exchange.answer(serverFirst)).not.toBe(final)
  expect(exchange.isProof(proof)).toBe(false)
})

test('an empty password is one', async () => expect(await begun('').answer(serverFirst)).toContain(',p='))

test('each exchange has a nonce of its own, of 144 bits', () => {
  const [one, other] = [scram('x').first, scram('x').first]
  expect(one).toMatch(/^n,,n=\*,r=[\w+/]{24}$/)
  expect(one).not.toBe(other)
})

describe('is not answered', () => {
  test.each([
    ['another client’s nonce', serverFirst.replace(nonce, 'xOprNGfwEbeRWgbNEkqO')],
    // What a server adds makes sure that nobody repeats an earlier exchange to it.
    ['a nonce to which the server added nothing', `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
    ['no nonce', 's=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['no salt', `r=${nonce}x,i=4096`],
    ['a salt that is not base64', `r=${nonce}x,s=?,i=4096`],
    ['no iterations', `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==`],
    ['no iteration at all', `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0`],
    ['iterations that are no number', `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096x`],
    ['an extension that is mandatory', `m=x,${serverFirst}`],
    ['something behind it', `${serverFirst},x=y`],
    ['nothing', ''],
  ])('%s', async (_, message) => expect(await begun().answer(message)).toBeUndefined())
})

describe('proves nothing', () => {
  test.each([
    ['an error', 'e=invalid-proof'],
    ['another signature', 'v=Zm9yZ2Vk'],
    ['no signature', 'v='],
    ['something behind it', `${proof},x=y`],
    ['nothing', ''],
  ])('%s', async (_, message) => {
    const exchange = begun()
    await exchange.answer(serverFirst)
    expect(exchange.isProof(message)).toBe(false)
  })
})
