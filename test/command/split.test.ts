import { expect, test } from 'bun:test'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { split } from '../../src/command/split.ts'

/** Options of a program: some take a value and some do not. The last letters have no option. */
const options = {
  name: { type: 'string', short: 'n' },
  'full-name': { type: 'string', short: 'f' },
  yes: { type: 'boolean', short: 'y' },
  'no-color': { type: 'boolean', short: 'c' },
} as const
const valued = ['--name', '-n', '--full-name', '-f']

const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('--name', '--yes', '-n', '-y', '--', '-', '--nmae', '--full-name', '-yn') },
  fc.constantFrom('--name=', '--name=-x', '--yes=1', '--full-name=a=b', '--=', '--=x', '---', '-n=x', '-nx', '-cyx'),
  fc.string({ unit: fc.constantFrom('-', '=', 'n', 'f', 'y', 'x', ' ', 'é', '5'), maxLength: 6 }),
)

test('a command line is split as util.parseArgs splits it', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (args) => {
      const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
      const theirs = tokens.flatMap((token): unknown[] => {
        if (token.kind === 'option-terminator') return []
        if (token.kind === 'positional') return [token]
        const { kind, rawName, value, inlineValue, index } = token
        return [{ kind, rawName, value, inlineValue, index }]
      })
      const ours = split(args, (rawName) => valued.includes(rawName)).map((token) =>
        token.kind === 'positional' ? token : { value: undefined, inlineValue: undefined, ...token },
      )
      expect(ours as unknown[]).toEqual(theirs)
    }),
    { numRuns: 3_000 },
  )
})

test('a letter of a cluster is a whole character, also beyond U+FFFF', () => {
  expect(split(['-😀'], () => false)).toEqual([{ kind: 'option', rawName: '-😀', index: 0 }])
})
