/** A page as a browser reads it, by a parser that is not ours. */
import { expect } from 'bun:test'

export interface ReadPage {
  readonly lang: string | null
  readonly title: string
  readonly heading: string
  /** The text of each cell of the tables in order, row by row; that of the months too. */
  readonly tables: readonly (readonly (readonly string[])[])[]
  /** Terms and values of a card. */
  readonly card: readonly (readonly [string, string])[]
  readonly headings: readonly string[]
  readonly footer: string
  /** Elements with all their attributes: `td class dir`. */
  readonly elements: ReadonlySet<string>
  /** Values of attributes, without those of the frame. */
  readonly values: readonly string[]
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const decoded = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)

/** Reads a page, and sees that it asks for nothing and runs nothing. */
export async function readPage(html: string): Promise<ReadPage> {
  const page = { lang: null as string | null, title: '', heading: '', footer: '' }
  const tables: string[][][] = []
  const card: [string, string][] = []
  const headings: string[] = []
  const elements = new Set<string>()
  const values: string[] = []
  const last = <T>(all: T[]): T => all[all.length - 1] as T
  const text = (add: (text: string) => void) => ({ text: (chunk: { text: string }) => add(decoded(chunk.text)) })
  const rewriter = new HTMLRewriter()
    .on('*', {
      element(element) {
        const attributes = [...element.attributes]
        elements.add([element.tagName, ...attributes.map(([name]) => name)].join(' '))
        if (element.tagName !== 'meta') values.push(...attributes.map(([, value = '']) => decoded(value)))
      },
    })
    .on('html', { element: (element) => void Object.assign(page, { lang: element.getAttribute('lang') }) })
    .on(
      'title',
      text((some) => (page.title += some)),
    )
    .on(
      'h1',
      text((some) => (page.heading += some)),
    )
    .on(
      'footer',
      text((some) => (page.footer += some)),
    )
    .on('h2', {
      element: () => void headings.push(''),
      ...text((some) => headings.push((headings.pop() ?? '') + some)),
    })
    .on('table', { element: () => void tables.push([]) })
    .on('tr', { element: () => void last(tables).push([]) })
    .on('th, td', {
      element: () => void last(last(tables)).push(''),
      ...text((some) => {
        const row = last(last(tables))
        row.push((row.pop() ?? '') + some)
      }),
    })
    .on('dt', { element: () => void card.push(['', '']), ...text((some) => (last(card)[0] += some)) })
    .on(
      'dd',
      text((some) => (last(card)[1] += some)),
    )
  await rewriter.transform(new Response(html)).text()
  expectHarmless(html, elements, values)
  return { ...page, tables, card, headings, elements, values }
}

/** Every element that a page may have, and its attributes. */
const known =
  /^(html lang|head|meta( charset| http-equiv content| name content)|title|style|body|header|main|footer|section|p( class| class dir)?|b|h1 dir|h2 dir|table( class)?|caption|thead|tbody|tr|th scope( class)?|td( class)?( dir)?|dl|dt|dd( class)?( dir)?|time datetime|data value|span( class)?|svg width height viewBox aria-hidden|rect( class)? x y width height rx|line x1 y1 x2 y2|polyline points)$/i

function expectHarmless(html: string, elements: ReadonlySet<string>, values: readonly string[]): void {
  expect([...elements].filter((element) => !known.test(element))).toEqual([])
  expect(values.filter((value) => /^\s*(https?|javascript|data|file):|^\/\//i.test(value))).toEqual([])
  const styles = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
  expect(styles).not.toMatch(/url\(|@import|@font-face|https?:|expression|[<>]script/)
  expect(html.match(/<style>/g)).toHaveLength(1)
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`)
  expect(html).toStartWith('<!doctype html>\n<html lang="')
  expect(html.indexOf('<meta charset="utf-8">')).toBeLessThan(512)
  // Nothing that a reader does not see, or that turns a line around.
  expect(html).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]/)
}
