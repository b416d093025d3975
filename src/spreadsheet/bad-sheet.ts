/** The error about a spreadsheet that cannot be read. The import adds the name of the file and the next command. */
import { type ErrorDetail, Usage } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** A sentence that names the file, if it has a name. */
export type Sentence = (t: Catalog, file: string | undefined) => string

/** How the import is tried again. */
interface Again {
  /** The options that it needs beside those that were typed, as they are typed; empty where the file itself is to be mended. */
  readonly options: string
  /** `true`: the advice is to save the file in another format, and so under another name. */
  readonly saved?: boolean
}

export class BadSheet extends Usage {
  readonly sentence: Sentence
  /** Absent: another command line is needed, and which one cannot be known. */
  readonly again: Again | undefined

  constructor(sentence: Sentence, again?: Again, detail: ErrorDetail = {}) {
    super((t) => sentence(t, undefined), detail)
    this.sentence = sentence
    this.again = again
  }
}

export const mended: Again = { options: '' }
export const saved: Again = { options: '', saved: true }
