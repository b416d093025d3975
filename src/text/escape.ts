/**
 * Makes text from the database or the command line safe to show on a terminal. Everything that is shown goes through here; what is stored
 * is not changed.
 */

// C0, DEL, C1; marks, embeddings and isolates that reorder a line ("Trojan Source", CVE-2021-42574); characters that show
// nothing (zero-width, soft hyphen, tags, interlinear anchors); line and paragraph separators; halves of surrogate pairs; ZWJ.
const suspect =
  /[\u200d-\u200f\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\ud800-\udfff]/u

const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * Writes characters that would act on a terminal, or deceive its reader, as escapes: `\x1b`, `\r`, `\u{202e}`. Letters of every script, emoji
 * and ordinary spaces are not changed. A second call changes nothing more.
 *
 * @param o.lines `true` keeps line breaks, for notes (`\r\n` becomes `\n`)
 */
export function escapeControlCharacters(text: string, o: { readonly lines?: boolean } = {}): string {
  if (!suspect.test(text)) return text
  const lined = o.lines ? text.replaceAll('\r\n', '\n') : text
  return lined.replace(innocentOrSuspect(), (found, innocent: string | undefined) => {
    if (innocent !== undefined || (o.lines && found === '\n')) return found
    return named[found] ?? escaped(found.codePointAt(0) ?? 0)
  })
}

function escaped(code: number): string {
  const hex = code.toString(16)
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`
}

let pattern: RegExp | undefined

/** Made on first use, because the Unicode tables take time and most texts contain nothing suspect. */
function innocentOrSuspect(): RegExp {
  if (pattern) return pattern
  // A joiner is kept between two emoji, which it makes one (a family), and between letters of the scripts in which it shapes them.
  const joins =
    '\\p{sc=Arabic}\\p{sc=Syriac}\\p{sc=Mongolian}\\p{sc=Devanagari}\\p{sc=Bengali}\\p{sc=Gujarati}\\p{sc=Gurmukhi}\\p{sc=Kannada}\\p{sc=Malayalam}\\p{sc=Oriya}\\p{sc=Sinhala}\\p{sc=Tamil}\\p{sc=Telugu}'
  const joiner = `(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f${joins}])\\u200d(?=[\\p{Extended_Pictographic}${joins}])`
  // The flags of England, Scotland and Wales are a black flag and tag letters (UTS #51, emoji tag sequence).
  const flag = '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]+\\u{e007f}'
  pattern = new RegExp(`(${flag}|${joiner})|${suspect.source}`, 'gu')
  return pattern
}
