/** The languages of the program. Each run uses one: the first that is set of `--lang`, `EPIC_EVENTS_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`. */
import { en } from './en.ts'
import { type Format, format } from './format.ts'
import { fr } from './fr.ts'

export type Lang = 'en' | 'fr'

/** Every text that people read. The English catalogue defines the type that the French one has to satisfy. */
export type Words = typeof en
export type Catalog = Words & { readonly lang: Lang; readonly format: Format }

/**
 * The catalogue of one language: its texts, and how it writes dates and amounts.
 *
 * @param timeZone IANA name of the zone in which dates are read and shown, or a function that is called when the name is first needed
 */
export function catalog(lang: Lang, timeZone: string | (() => string)): Catalog {
  return { ...(lang === 'fr' ? fr : en), lang, format: format(lang, timeZone) }
}
