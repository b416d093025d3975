/** The program's name, as it is typed and as help and errors print it. */
export const programName = 'epic-events'

/** The build defines it. It is absent when the program runs from its sources. */
declare const EPIC_EVENTS_BUILD: string | undefined

/** Which build of the program this is: its commit, and a hash of all that went into it. Undefined when it runs from its sources. */
export const build: string | undefined = typeof EPIC_EVENTS_BUILD === 'string' ? EPIC_EVENTS_BUILD : undefined

/** The first argument of the program as a resident process (resident.ts). No person types it, and no help names it. */
export const residentArgument = '--resident'
