/** The formats that programs read, by the word after `--format`. A new one is a file of its own and a line here. */
import { csv, tsv } from './csv.ts'
import type { DataFormat } from './data.ts'
import { json } from './json.ts'

export const dataFormats = { json, csv, tsv } as const satisfies Readonly<Record<string, DataFormat>>

/** `table` is what people read. */
export type OutputFormat = 'table' | keyof typeof dataFormats

export const formats: readonly OutputFormat[] = ['table', ...(Object.keys(dataFormats) as (keyof typeof dataFormats)[])]

/** The data format of that name, or undefined where a person reads the answer. */
export function dataFormat(format: OutputFormat): DataFormat | undefined {
  return format === 'table' ? undefined : dataFormats[format]
}
