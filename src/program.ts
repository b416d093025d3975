export const programName = 'epic-events'
