/**
 * How texts are compared when people search: without case, accents, ligatures and compatibility forms, and word by word. The database does
 * the same with the same tables (`epic_events.fold` and `epic_events.words`, drizzle/0011_find.sql), so a list at the terminal and `--search`
 * find the same. The tables are written out because what `lower()` and `\w` mean depends on the collation of a database.
 */

const greek = ['ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς', 'αβγδεζηθικλμνξοπρστυφχψωσ'] as const
const cyrillic = [
  'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐҒҖҚҢҮҰҲҺӘӨ',
  'абвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґғҗқңүұҳһәө',
] as const
const armenian = ['ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ', 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ'] as const
const latin = ['ØøŁłĐđÐðĦħŦŧŊŋıƏƁƊƓƘƝ’‘ʼ‐–−', "oollddddhhttnniəɓɗɠƙɲ'''---"] as const

/** Each letter of the first text, which Unicode does not decompose, becomes the one at the same place of the second. */
export const letters: readonly [from: string, to: string] = [
  latin[0] + greek[0] + cyrillic[0] + armenian[0],
  latin[1] + greek[1] + cyrillic[1] + armenian[1],
]

/** Letters that become two. */
export const ligatures: readonly (readonly [from: string, to: string])[] = [
  ['ß', 'ss'],
  ['ẞ', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'ae'],
  ['œ', 'oe'],
  ['Œ', 'oe'],
  ['þ', 'th'],
  ['Þ', 'th'],
]

/** Accents and characters that nobody sees, as the inside of a bracket expression that JavaScript and PostgreSQL read alike. */
export const unseen =
  '\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u061c\\u0640' +
  '\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u00ad\\u180b-\\u180f\\u1ab0-\\u1aff' +
  '\\u1dc0-\\u1dff\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20d0-\\u20ff\\u3099\\u309a\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff'

/** What stands between two words, in a text that is folded, likewise. Emoji are words. */
export const between =
  '\\u0001-\\u002f\\u003a-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u02b9-\\u02ff\\u055a-\\u055f\\u0589\\u058a\\u05be\\u05c0\\u05c3' +
  '\\u05c6\\u05f3\\u05f4\\u060c\\u060d\\u061b\\u061e\\u061f\\u066a-\\u066d\\u06d4\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u25ff' +
  '\\u2e00-\\u2e7f\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303d\\u30a0\\u30fb\\ufe10-\\ufe1f\\ufe30-\\ufe6f'

let tables: { readonly [name in 'special' | 'invisible' | 'separators']: RegExp } & {
  readonly lower: Map<string, string>
}

/** The tables, made for the first text that is folded. */
function made(): typeof tables {
  if (tables) return tables
  const becomes = [...letters[1]]
  const lower = new Map([...letters[0]].map((letter, at) => [letter, becomes[at] ?? letter]))
  for (const [from, to] of ligatures) lower.set(from, to)
  tables = {
    lower,
    special: new RegExp(`[A-Z${[...lower.keys()].join('')}]`, 'g'),
    invisible: new RegExp(`[${unseen}]`, 'g'),
    separators: new RegExp(`[${between}]+`),
  }
  return tables
}

/** A text as it is compared and sorted, with single spaces. `Été  d’Œuvre` → `ete d'oeuvre` */
export function fold(text: string): string {
  const { lower, special, invisible } = made()
  return text
    .normalize('NFKD')
    .replace(invisible, '')
    .replace(special, (letter) => lower.get(letter) ?? letter.toLowerCase())
    .replace(/[ \t\n\r\f\v]+/g, ' ')
    .trim()
}

/** The words of a text, folded. `L'été d'Anne-Marie` → `l`, `ete`, `d`, `anne`, `marie` */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(made().separators)
    .filter((word) => word !== '')
}

/** Whether every word that was typed is the beginning of a word of the text. @param words of `wordsOf` */
export function matches(words: readonly string[], typed: string): boolean {
  return wordsOf(typed).every((sought) => words.some((word) => word.startsWith(sought)))
}
