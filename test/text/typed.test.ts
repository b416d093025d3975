import { expect, test } from 'bun:test'
import { plainNumber, withoutMarks } from '../../src/text/typed.ts'

test.each([
  ['plain', 'plain'],
  ['\u202a+33\u202c', '+33'],
  ['\u2066a\u2069\u200eb\u200f\u061c', 'ab'],
  ['\ufeffa\u200b\u00ad\u2060b\ufe0f\ufe0d', 'ab'],
  // A joiner is a letter's shape in some scripts, and a family is one emoji.
  ['\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['\u{1f468}\u200d\u{1f469}', '\u{1f468}\u200d\u{1f469}'],
  // Accents are seen, in both normal forms, and control characters are refused elsewhere rather than dropped.
  ['e\u0301\u00e9\u001b\u0000', 'e\u0301\u00e9\u001b\u0000'],
])('%j without what nobody sees is %j', (typed, kept) => {
  expect(withoutMarks(typed)).toBe(kept)
})

test.each([
  ['1 200,50', '1 200,50'],
  ['１２，５．０', '12,5.0'],
  ['＋３３（０）６', '+33(0)6'],
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['1\u00a0\u2007\u2009\u202f\u3000200', '1     200'],
  ['\u2011\u2013\u2014\u2212\uff0d5', '-----5'],
  ['1\u2019200\u02bc\u2018\uff07000', "1'200'''000"],
  ['0\u200d6', '06'],
  // Digits that mean something else stay what they are.
  ['x²½①Ⅳ', 'x²½①Ⅳ'],
])('%j as a number is %j', (typed, kept) => {
  expect(plainNumber(typed)).toBe(kept)
})
