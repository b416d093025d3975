/** French typography: a no-break space before `? ! : ;` and inside « », so that no line begins or ends with a lone sign. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { type Source, source, sources } from './scanner.ts'

/** A sign after an ordinary space, or after a word without any space. */
const wrongSpace = / [?!:;]|\p{L}(?:[?!;]|:(?=\s|$))|«(?!\u00a0)|(?<!\u00a0)»/u

/**
 * The strings of French that break the rule. Commands to be typed (under the key `run`) are not French.
 *
 * @returns `path:line 'text'` of each
 */
function wrongTypography(files: readonly Source[]): string[] {
  return files.flatMap(({ path, tokens }) =>
    tokens.flatMap(({ kind, text, line }, at) => {
      const isCommand = tokens[at - 1]?.text === ':' && tokens[at - 2]?.text === 'run'
      if ((kind !== 'string' && kind !== 'template') || isCommand) return []
      return wrongSpace.test(text) ? [`${path}:${line} '${text}'`] : []
    }),
  )
}

const wrongIn = (text: string) => wrongTypography([source('x.ts', text)]).length > 0

test('every string of the French catalogue has its no-break spaces', () => {
  const french = sources(join(import.meta.dir, '..', '..', 'src', 'i18n', 'fr'))
  expect(french.length).toBeGreaterThan(30)
  expect(wrongTypography(french)).toEqual([])
})

test.each([
  "'Quel client ?'",
  "'Quel client?'",
  "'Attention !'",
  "'Vérification : terminée'",
  "'Vérification: terminée'",
  "'Rien ; passez'",
  "'«\u00a0mot »'",
  "'« mot\u00a0»'",
  "'«mot»'",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source is quoted here, with its holes
  '({ near }) => `Vouliez-vous dire ${near} ?`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source is quoted here, with its holes
  "({ n }) => `${n === 1 ? 'Une erreur :' : 'ok'}`",
])('a wrong string is found: %s', (text) => {
  expect(wrongIn(`const message = ${text}`)).toBe(true)
})

test.each([
  "'Quel client\u00a0? Lequel\u00a0; celui-ci\u00a0!'",
  "'«\u00a0mot\u00a0»\u00a0: écrivez client:view, 14:00, postgresql:// ou [IPv6]:port.'",
  "[{ say: 'Essayer', run: 'client list ; whoami' }]",
])('a right string is not found: %s', (text) => {
  expect(wrongIn(`const message = ${text}`)).toBe(false)
})
