/** Workbooks for tests, from the XML of their parts. */
import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP archive (APPNOTE 6.3) of these files. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, o: { stored?: boolean } = {}): Blob {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const path = new TextEncoder().encode(name)
    const plain = typeof content === 'string' ? new TextEncoder().encode(content) : content
    const packed = o.stored ? plain : new Uint8Array(deflateRawSync(plain))
    const fields = (signature: number, before: number[], after: number[]) => {
      const sizes = [crc32(plain), packed.length, plain.length]
      return Buffer.concat([
        numbers([[signature, 4], ...before.map((each) => [each, 2] as const)]),
        numbers([
          ...sizes.map((each) => [each, 4] as const),
          [path.length, 2],
          ...after.map((each) => [each, 2] as const),
        ]),
      ])
    }
    const method = o.stored ? 0 : 8
    parts.push(fields(0x04034b50, [20, 0x800, method, 0, 0], [0]), path, packed)
    directory.push(fields(0x02014b50, [20, 20, 0x800, method, 0, 0], [0, 0, 0, 0, 0, 0]), numbers([[at, 4]]), path)
    at = parts.reduce((sum, { length }) => sum + length, 0)
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const count = Object.keys(files).length
  const end = numbers([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [size, 4],
    [at, 4],
    [0, 2],
  ])
  return new Blob([...parts, ...directory, end] as never[])
}

function numbers(fields: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes)
      buffer.writeUIntLE(value, 0, bytes)
      return buffer
    }),
  )
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

interface Parts {
  /** The rows of the first sheet: `<row>…</row>`. */
  readonly rows?: string
  readonly strings?: string
  /** The format codes of the styles, from style 1 on; a number is a built-in one. */
  readonly formats?: readonly (string | number)[]
  readonly workbook?: string
  readonly more?: Readonly<Record<string, string | Uint8Array>>
}

/** The files of a workbook whose first sheet has these rows. */
export function partsOf({
  rows = '',
  strings = '',
  formats = [],
  workbook = '',
  more = {},
}: Parts): Record<string, string | Uint8Array> {
  const codes = formats.map((code, at) => ({ id: typeof code === 'number' ? code : 164 + at, code }))
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${target}"/>`
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${office}">${workbook}<sheets><sheet name="Un" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation(1, 'worksheet', 'worksheets/sheet1.xml')}${relation(2, 'styles', 'styles.xml')}${relation(3, 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${codes.map(({ id, code }) => (typeof code === 'string' ? `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>` : '')).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${codes.map(({ id }) => `<xf numFmtId="${id}"></xf>`).join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData><hyperlinks/></worksheet>`,
    ...more,
  }
}
