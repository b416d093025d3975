/** Which messages of the language's own errors may be shown and sent: JavaScriptCore writes values into many of them. */
import { describe, expect, test } from 'bun:test'
import { codeMessage } from '../src/errors.ts'
import { allowed } from '../src/report.ts'

/** Runs code whose values no reader of a report may see, and returns the error that the engine makes. */
function thrown(source: string): Error {
  try {
    new Function('name', 'amount', source)('Élodie Garnier', 1500.5)
  } catch (error) {
    return error as Error
  }
  throw new Error(`${source} throws nothing`)
}

describe('a message about code', () => {
  test.each([
    ['let o; o.a.b', "undefined is not an object (evaluating 'o.a')"],
    ['gone', 'gone is not defined'],
    ['early(); const early = 1', "Cannot access 'early' before initialization."],
    ['const o = {}; o.f()', 'o.f is not a function'],
    ['Object.freeze([]).push(1)', 'Attempted to assign to readonly property.'],
  ])('%s → is kept: %s', (source, message) => {
    const error = thrown(source)
    expect(codeMessage(error.name, error.message)).toBe(message)
  })
})

describe('a message with a value', () => {
  test.each([
    'const o = { name }; o.name()',
    "'x' in name",
    "'x' in amount",
    "new Intl.DateTimeFormat('en', { timeZone: name })",
    'Buffer.from(amount)',
    'JSON.parse(name)',
    "Object.defineProperty([], 'length', { value: name })",
    'throw new RangeError(name)',
    'throw new SyntaxError(name)',
  ])('%s → without the value', (source) => {
    const error = thrown(source)
    const sent = codeMessage(error.name, error.message)
    expect(sent).not.toMatch(/lodie|Garnier|1500/)
    const values = [{ type: error.name, value: error.message }]
    expect(JSON.stringify(allowed({ type: undefined, exception: { values } }))).not.toMatch(/lodie|Garnier|1500/)
  })
})

test('the path of a source → its last part', () => {
  const frames = [
    { filename: '/home/alice/secret project/src/run.ts', function: 'f', lineno: 1 },
    { filename: 'C:\\Users\\alice\\run.ts' },
  ]
  const sent = allowed({
    type: undefined,
    exception: { values: [{ type: 'Error', value: '/home/alice', stacktrace: { frames } }] },
  })
  expect(JSON.stringify(sent)).not.toContain('alice')
})
