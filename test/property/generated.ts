/** How many values, and text as people type and paste it. */
import fc from 'fast-check'

/** `bun run soak` asks for many more. */
export const numRuns = Number(Bun.env['PROPERTY_RUNS'] ?? 40)
export const patience = 60_000 + numRuns * 500
const code = (o: { from: number; to: number }) =>
  fc.integer({ min: o.from, max: o.to }).map((point) => String.fromCodePoint(point))
/** What people type, and what they paste. */
export const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abcXYZ0189 .,;:!?\'"`´’«»/\\|-–—_+=*&%$#@~^()[]{}<>€£') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'é',
      'e\u0301',
      'ç',
      'œ',
      'ß',
      'ﬁ',
      'İ',
      '½',
      '名前',
      '한글',
      'مرحبا',
      'שלום',
      'हिन्दी',
      'ไทย',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '🎉',
      '👩‍👩‍👧',
      '🇫🇷',
      '👍🏽',
      '\u200d',
      '\u200f',
      '\u202e',
      '\ufeff',
      '\u00a0',
      '\u202f',
      '\u2028',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "'; drop table client; --",
      '$1',
      '$(x)',
      '%s',
      '\\n',
      '\\x41',
      '</script>',
      '=1+1',
      '--help',
      '-n',
      'null',
      'NaN',
    ),
  },
  { weight: 2, arbitrary: code({ from: 0xa1, to: 0xd7ff }) },
  { weight: 1, arbitrary: code({ from: 0x10000, to: 0x10fffd }) },
)
const lengthOf = (text: string) => [...text].length
export const typed = (most: number, more: fc.Arbitrary<string> = piece) =>
  fc
    .array(more, { minLength: 1, maxLength: 30 })
    .map((pieces) => pieces.join(''))
    .filter((text) => lengthOf(text) <= most && /[^\s\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text))
