/** The settings of the embedded database that are more than a path. */
import { Unavailable } from './errors.ts'

/** Minutes that EPIC_EVENTS_RESIDENT may say. */
const stay = { shortest: 0.01, longest: 1_440, usual: 5 }

/** @param value what a setting says, undefined when it is unset */
export const embeddedSettings = (
  value: (name: 'EPIC_EVENTS_RESIDENT' | 'EPIC_EVENTS_FSYNC') => string | undefined,
) => ({
  /** Minutes for which the resident process outlives the last command; 0: there is none. @throws Unavailable */
  residentMinutes(): number {
    const written = value('EPIC_EVENTS_RESIDENT')?.trim().toLowerCase()
    if (written === undefined) return stay.usual
    if (written === 'off') return 0
    const minutes = /^\d+(\.\d+)?$/.test(written) ? Number(written) : 0
    if (minutes < stay.shortest || minutes > stay.longest) throw new Unavailable((t) => t.config.resident)
    return minutes
  },
  /** Whether what was confirmed survives a power cut. @throws Unavailable */
  fsync(): boolean {
    const written = value('EPIC_EVENTS_FSYNC')?.trim().toLowerCase() ?? 'on'
    if (!['on', 'off'].includes(written)) throw new Unavailable((t) => t.config.fsync)
    return written === 'on'
  },
})
