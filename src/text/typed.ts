/** What was typed or pasted, without what nobody could see, and with its digits in one form. */

const ascii = /^[\x00-\x7f]*$/

/**
 * A text without the characters that show nothing and come along when it is copied from a list of contacts, a PDF or a chat: marks of
 * direction (U+202A to U+202E, U+2066 to U+2069), zero-width spaces, soft hyphens, variation selectors. The joiners U+200C and U+200D stay,
 * because words of some scripts are spelt with them. It is for values that have one normal form, never for texts that are kept as typed.
 */
export function withoutMarks(typed: string): string {
  return ascii.test(typed) ? typed : typed.replace(/(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu, '')
}

/**
 * A number without those marks, in ASCII as far as it goes: full-width characters (`１２，５`) and Arabic-Indic digits (`٠`, `۰`), spaces of
 * every width, and the hyphens, minus signs and apostrophes of every keyboard become the ordinary ones.
 */
export function plainNumber(typed: string): string {
  if (ascii.test(typed)) return typed
  return typed
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) % 16))
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
}
