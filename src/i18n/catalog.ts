/** The catalogue of a run: all words of one language, and how it writes dates and amounts. */
import type { Words } from './en.ts'
import { type Format, format } from './format.ts'
import { type Lang, languages } from './languages.ts'

export type Catalog = Words & { readonly lang: Lang; readonly format: Format }

/**
 * The catalogue of one language.
 *
 * @param timeZone IANA name of the zone in which dates are read and shown, or a function that is called when the name is first needed
 * @param clock milliseconds since the epoch. Without one, a date in words cannot be read
 */
export function catalog(lang: Lang, timeZone: string | (() => string), clock?: () => number): Catalog {
  const language = languages[lang]
  return Object.assign(Object.create(language.words), { lang, format: format(language, timeZone, clock) }) as Catalog
}
