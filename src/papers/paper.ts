/**
 * What is printed, as plain text in the language of its reader: neither a format nor a noun is known here. A verb makes a paper of what the
 * database showed it, and nothing is added afterwards.
 */
import { escapeControlCharacters } from '../text/escape.ts'

/** What a paper can be written as. */
export const paperFormats = ['text', 'html', 'pdf'] as const
export type PaperFormat = (typeof paperFormats)[number]

export interface Paper {
  /** Names the whole in the window of a reader. */
  readonly title: string
  /** When the newest of what it shows was changed, as RFC 3339: the same data give the same bytes. */
  readonly updatedAt: string
  /** Each begins on a page of its own. */
  readonly sheets: readonly Sheet[]
}

export interface Sheet {
  /** What kind of paper it is: `Event sheet`. */
  readonly kind: string
  readonly title: string
  readonly sections: readonly Section[]
  /** At the foot of each of its pages. */
  readonly foot: string
}

export interface Section {
  readonly title: string
  readonly facts?: readonly Fact[]
  readonly table?: Table
  /** Paragraphs, with the line breaks that they were typed with. */
  readonly text?: string
}

export interface Fact {
  readonly label: string
  readonly value: string
}

export interface Table {
  readonly columns: readonly { readonly label: string; readonly right?: true }[]
  readonly rows: readonly (readonly string[])[]
  /** The last row, which sums up the others. */
  readonly total?: readonly string[]
}

/** The same paper with all its texts changed. @param text of one that has no line breaks @param lines of one that may have some */
export function mapped(
  { title, updatedAt, sheets }: Paper,
  text: (text: string) => string,
  lines: (text: string) => string = text,
): Paper {
  const section = ({ title, facts, table, text: body }: Section): Section => ({
    title: text(title),
    ...(facts && { facts: facts.map(({ label, value }) => ({ label: text(label), value: text(value) })) }),
    ...(table && {
      table: {
        columns: table.columns.map((column) => ({ ...column, label: text(column.label) })),
        rows: table.rows.map((row) => row.map(text)),
        ...(table.total && { total: table.total.map(text) }),
      },
    }),
    ...(body !== undefined && { text: lines(body) }),
  })
  return {
    title: text(title),
    updatedAt,
    sheets: sheets.map(({ kind, title, sections, foot }) => ({
      ...{ kind: text(kind), title: text(title), foot: text(foot) },
      sections: sections.map(section),
    })),
  }
}

/**
 * The same paper with all characters shown that would act on a terminal, or turn the text around them: nobody sees them on a printed page
 * either. Line breaks stay in paragraphs alone.
 */
export const shown = (paper: Paper): Paper =>
  mapped(
    paper,
    (text) => escapeControlCharacters(text),
    (text) => escapeControlCharacters(text, { lines: true }),
  )
