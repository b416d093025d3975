/** What is printed, in its three formats. Each is loaded when it is asked for: PDF takes a library and a font. */
import { type Paper, shown } from '../../papers/paper.ts'
import { asWebPage } from '../../text/shell.ts'
import type { DataTarget } from './data.ts'
import type { OutputFormat } from './formats.ts'
import type { OutputStyle } from './style.ts'

interface PaperTarget extends DataTarget {
  readonly style: OutputStyle
  readonly format: OutputFormat
  /** The command line, without the program's name. */
  readonly argv: readonly string[]
  /** What `--output` named. */
  readonly output: string | undefined
}

/** The columns of a text in a file, and the most at a terminal. */
const [inFile, most] = [80, 100]

/** @returns the command that shows what this format cannot, without the program's name; undefined where there is nothing of that */
export async function writePaper(paper: Paper, to: PaperTarget): Promise<string | undefined> {
  const safe = shown(paper)
  if (to.format === 'html') {
    const { paperHtml } = await import('../../papers/html.ts')
    await to.out.write(paperHtml(safe, to.t.lang))
    return undefined
  }
  if (to.format === 'pdf') {
    const { paperPdf } = await import('../../papers/pdf.ts')
    const { bytes, lacking, fromTheRight } = await paperPdf(safe, to.t.lang)
    await to.out.write(bytes)
    if (lacking.length > 0) {
      const named = lacking.slice(0, mostNamed).map((cluster) => `${cluster} (${codes(cluster)})`)
      const [characters, more] = [named.join(', '), lacking.length - named.length]
      await to.warning((t) => t.papers.lacking({ characters, more }))
    }
    if (fromTheRight) await to.warning((t) => t.papers.fromTheRight)
    return lacking.length > 0 || fromTheRight ? asWebPage(to.argv, to.output) : undefined
  }
  const { paperText } = await import('../../papers/text.ts')
  const { isTerminal, accessible } = to.style
  const columns = isTerminal ? Math.min(to.style.columns(), most) : inFile
  const between = isTerminal ? `\n${accessible ? '' : `${'-'.repeat(columns)}\n`}\n` : '\f'
  const text = paperText(safe, { t: to.t, columns, accessible, between })
  await to.out.write(isTerminal ? to.style.words(text) : text)
  return undefined
}

/** How many of the characters that a PDF lacks are named. */
const mostNamed = 5

/** `U+5C71`: the numbers of the characters of which a sign consists. */
const codes = (cluster: string): string =>
  Array.from(cluster, (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(' ')
