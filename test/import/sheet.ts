/** Spreadsheets of the tests, and how they are imported. */
import type { Agency, Person, Ran, RunOptions } from '../support/agency.ts'

/** What `--json` says of an import. */
export interface ImportAnswer {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: number
  readonly rejects: readonly {
    readonly line: number
    readonly column: string | null
    readonly value: string | null
    readonly reason: string
    readonly code: string
  }[]
}

/** A CSV file of rows; a cell is quoted where it has to be. */
export const csv = (rows: readonly (readonly (string | number | null)[])[], separator = ';'): string =>
  rows
    .map((cells) =>
      cells
        .map((cell) => {
          const text = String(cell ?? '')
          return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
        })
        .join(separator),
    )
    .join('\r\n')

/** Imports rows from standard input, as a script does. */
export const importing = (
  agency: Agency,
  noun: string,
  rows: readonly (readonly (string | number | null)[])[] | string,
  { as, ...o }: { readonly as: Person } & RunOptions,
  ...options: string[]
): Promise<Ran> =>
  agency.run([noun, 'import', '-', '--yes', ...options], {
    ...{ as, ...o },
    stdin: typeof rows === 'string' ? rows : csv(rows),
  })

/** The same with its JSON, whatever the exit code. */
export const imported = async (
  ...args: Parameters<typeof importing>
): Promise<ImportAnswer & { readonly code: number }> => {
  const { code, stdout, stderr } = await importing(...args, '--json')
  if (stdout === '') throw new Error(`exit ${code}: ${stderr}`)
  return { ...(JSON.parse(stdout) as ImportAnswer), code }
}
