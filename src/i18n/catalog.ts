/** The two languages, chosen once a run: `--lang`, then `EPIC_EVENTS_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG` (terminal.md §6). */
import { en, type Words } from './en.ts'
import { type Format, format } from './format.ts'
import { fr } from './fr.ts'
import type { Lang } from './lang.ts'

export type Catalog = Words & { readonly lang: Lang; readonly format: Format }

/**
 * The words of one language.
 *
 * @param timeZone IANA name of the zone in which dates are read and shown, or how to find it once one is
 */
export function catalog(lang: Lang, timeZone: string | (() => string)): Catalog {
  return { ...(lang === 'fr' ? fr : en), lang, format: format(lang, timeZone) }
}
