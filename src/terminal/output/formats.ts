/** The formats of an answer beside the table, by the word after `--format`. A new one is a file of its own and a line here. */
import { type PaperFormat, paperFormats } from '../../papers/paper.ts'
import { csv, excel, tsv } from './csv.ts'
import type { DataFormat } from './data.ts'
import { ics } from './ics.ts'
import { json } from './json.ts'

/** A format that is loaded when it is used. */
const later = (load: () => Promise<DataFormat>): DataFormat => ({
  list: async (answer, rows, to) => (await load()).list(answer, rows, to),
  record: async (answer, to) => (await load()).record(answer, to),
})

export const dataFormats = {
  json,
  csv,
  tsv,
  excel,
  ics,
  html: later(async () => (await import('./html.ts')).html),
  xlsx: later(async () => (await import('./xlsx.ts')).xlsx),
} as const satisfies Readonly<Record<string, DataFormat>>

export type DataFormatName = keyof typeof dataFormats

/** `table` is what people read. */
export type OutputFormat = 'table' | DataFormatName | PaperFormat

export const formats: readonly OutputFormat[] = [
  ...new Set<OutputFormat>(['table', ...(Object.keys(dataFormats) as DataFormatName[]), ...paperFormats]),
]

/** The formats that are no text, so that no terminal can show them. */
export const binaryFormats: ReadonlySet<OutputFormat> = new Set(['xlsx', 'pdf'])

/** Whether programs read it. */
export const isDataFormat = (format: OutputFormat): format is DataFormatName => Object.hasOwn(dataFormats, format)

/** The data format of that name, or undefined where a person reads the answer. */
export function dataFormat(format: OutputFormat): DataFormat | undefined {
  return isDataFormat(format) ? dataFormats[format] : undefined
}

/** The formats that are laid out for a person to read, as the table is. */
export const readFormats: ReadonlySet<OutputFormat> = new Set(['table', 'html'])

/** The commands that make papers. A page for a browser is made of every answer. */
const papers = ['event sheet', 'contract statement']

/** The formats that only some commands have, with these commands. */
export const limitedFormats: Partial<Record<OutputFormat, readonly string[]>> = {
  ics: ['event list', 'event view'],
  text: papers,
  pdf: papers,
}

/** The formats that a command has. @param path as typed: `['event', 'list']` */
export const formatsOf = (path: readonly string[]): readonly OutputFormat[] =>
  formats.filter((format) => limitedFormats[format]?.includes(path.join(' ')) ?? true)
