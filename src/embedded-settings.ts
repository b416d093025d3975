/** Settings of the embedded database that are words. A word that is not understood is an error and never counts as unset. */
import { Unavailable } from './errors.ts'

/** Minutes that EPIC_EVENTS_RESIDENT may say. */
const stay = { shortest: 0.01, longest: 1_440 }

/** `EPIC_EVENTS_FSYNC`. @throws Unavailable */
export function fsyncOf(written: string | undefined): boolean {
  const word = written?.trim().toLowerCase() ?? 'on'
  if (!['on', 'off'].includes(word)) throw new Unavailable((t) => t.config.fsync)
  return word === 'on'
}

/** The minutes of `EPIC_EVENTS_RESIDENT`; 0: off. @throws Unavailable */
export function residentMinutesOf(written: string | undefined): number {
  const word = written?.trim().toLowerCase() ?? '5'
  if (word === 'off') return 0
  const minutes = /^\d+(\.\d+)?$/.test(word) ? Number(word) : 0
  if (minutes < stay.shortest || minutes > stay.longest) throw new Unavailable((t) => t.config.resident)
  return minutes
}
