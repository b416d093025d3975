/**
 * The fonts of a paper as PDF: DejaVu, which may be passed on within a program. Only the letters that a paper has go into it. They know most of
 * what is written from left to right; what they lack is shown as a sign.
 */

import normal from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf' with { type: 'file' }
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf' with { type: 'file' }
import { create } from 'fontkit'
import { mapped, type Paper } from './paper.ts'

export interface Fonts {
  readonly normal: Buffer
  readonly bold: Buffer
}

export const fonts = async (): Promise<Fonts> => {
  const [first, second] = await Promise.all(
    [normal, bold].map(async (path) => Buffer.from(await Bun.file(path).bytes())),
  )
  if (!first || !second) throw new Error('two fonts were read')
  return { normal: first, bold: second }
}

/** What is shown in the place of a character that the fonts lack. */
const sign = '\ufffd'

export interface Printable {
  readonly paper: Paper
  /** The characters that are replaced by a sign, each once. */
  readonly lacking: readonly string[]
  /** Whether it has text that is read from right to left. Its words come in the wrong order. */
  readonly fromTheRight: boolean
}

/** A paper with a sign in the place of each character that one of the fonts lacks. */
export function printable(paper: Paper, { normal, bold }: Fonts): Printable {
  const both = [normal, bold].map((file) => create(file))
  const known = new Map<string, boolean>()
  const isKnown = (character: string): boolean => {
    const code = character.codePointAt(0) ?? 0
    return joining.has(character) || both.every((font) => font.hasGlyphForCodePoint(code))
  }
  const isPrintable = (cluster: string): boolean => {
    const found = known.get(cluster) ?? [...cluster].every(isKnown)
    known.set(cluster, found)
    return found
  }
  const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const lacking = new Set<string>()
  let fromTheRight = false
  const replaced = (text: string): string => {
    if (/^[\n\x20-\x7e\u00a0-\u017f\u202f]*$/.test(text)) return text
    fromTheRight ||= readFromTheRight.test(text)
    return Array.from(clusters.segment(text), ({ segment }) => {
      if (isPrintable(segment))
        return Array.from(segment, (one) => (one !== '\n' && joining.has(one) ? '' : one)).join('')
      lacking.add(segment)
      return sign
    }).join('')
  }
  return { paper: mapped(paper, replaced), lacking: [...lacking], fromTheRight }
}

/** Line breaks; and what joins characters, or says in which form they are shown, and is not shown itself. */
const joining: ReadonlySet<string> = new Set(['\n', '\u200d', '\ufe0e', '\ufe0f'])

const readFromTheRight = /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}]/u
