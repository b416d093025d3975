/** The program's name, as it is typed and as help and errors print it. */
export const programName = 'epic-events'
