/** As much XML as the parts of a workbook need. Nothing is ever loaded or expanded: a document type is passed over as text. */

/** `<name …>…</name>` and `<name …/>`, with or without a prefix. Elements of that name must not stand in one another. */
const element = (name: string) =>
  new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])((?:[^>"']|"[^"]*"|'[^']*')*?)(?:/>|>(.*?)</(?:\\w+:)?${name}\\s*>)`, 'gs')

const attributePattern = (name: string) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*(["'])(.*?)\\1`, 's')

export interface Element {
  readonly attributes: string
  readonly inside: string
}

/** All elements of a name, in their order. */
export function elements(xml: string, name: string): Element[] {
  return xml
    .matchAll(cached(name, element))
    .map(([, attributes = '', inside = '']) => ({ attributes, inside }))
    .toArray()
}

const made = new Map<(name: string) => RegExp, Map<string, RegExp>>()

/** A workbook has millions of cells, so each expression is made once. */
function cached(name: string, make: (name: string) => RegExp): RegExp {
  const patterns = made.get(make) ?? new Map<string, RegExp>()
  made.set(make, patterns)
  const pattern = patterns.get(name) ?? make(name)
  patterns.set(name, pattern)
  return pattern
}

/** The value of an attribute; undefined where there is none. A prefix belongs to the name: `r:id`. */
export function attribute(attributes: string, name: string): string | undefined {
  const [, , value] = cached(name, attributePattern).exec(attributes) ?? []
  return value === undefined ? undefined : unescaped(value)
}

/** The text of an element without its tags: of a string in a workbook also without the reading aids of East Asian scripts. */
export function textIn(xml: string): string {
  const spoken = xml.includes('rPh') ? xml.replace(/<(\w+:)?rPh[\s>].*?<\/(\w+:)?rPh>/gs, '') : xml
  return elements(spoken, 't')
    .map(({ inside }) => stringOf(inside))
    .join('')
}

/** A string of a workbook, in which `_x000D_` is a character that XML would change (ECMA-376 part 1, §22.9.2.19). */
export const stringOf = (escaped: string): string =>
  unescaped(escaped).replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function unescaped(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!lines.includes('&')) return lines
  return lines.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (found, decimal, hex, name: string) => {
      if (name) return named[name.toLowerCase()] ?? found
      const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : found
    },
  )
}
