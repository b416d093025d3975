/** Questions: the words around them, and what is said when an answer is not accepted. */
export const ask = {
  cancelled: 'Cancelled. Nothing was saved.',
  /** Above the records that were made from within a list, each with its sentence. */
  cancelledAfter: 'Cancelled. What was created before stays:',
  /** Above the command line that has what was typed. */
  goOn: 'To go on with what you answered:',
  search: 'Search:',
  noMatch: 'No match. Try another part of the name.',
  matches: ({ found, of }: { found: string; of: string }) => `${found} of ${of}`,
  move: 'arrows to move',
  moveFar: 'arrows, PgUp, PgDn, Home, End to move',
  /** Above and below the choices that are shown: how many more there are. */
  more: ({ shown }: { count: number; shown: string }) => `${shown} more`,
  pick: 'Enter to select',
  mark: 'Tab to mark',
  pickMarked: ({ count }: { count: number }) => `Enter to take ${count === 1 ? '1 choice' : `${count} choices`}`,
  numbersOrName: 'Numbers with commas, or part of a name; Enter when done:',
  chosen: ({ names }: { names: string }) => `Chosen: ${names}`,
  type: 'type to search',
  toggle: 'y / n',
  skip: 'Enter to skip',
  /** What Enter gives without another answer: `Enter for today`, `Enter for No`. */
  enter: ({ value }: { value: string }) => `Enter for ${value}`,
  keepIt: 'Enter to keep',
  nothing: 'no value',
  back: 'Shift-Tab to go back',
  /** The same where questions are plain. */
  backTyped: 'To go back to the question before, type <',
  first: 'This is the first question.',
  /** For a list in which nothing has to be chosen. */
  enterTakesNone: 'Press Enter to choose none.',
  /** Stands before the id of a choice, because the choice has a position number too. */
  id: 'id',
  /** For a current value that may be cleared. */
  emptied: 'leave empty to clear',
  endLines: 'empty line to finish',
  endLinesOrSkip: 'empty line to finish or skip',
  none: '(none)',
  yes: 'Yes',
  no: 'No',
  yesOrNo: ({ initial }: { initial: boolean }): string => (initial ? '[Y/n]' : '[y/N]'),
  answerYesOrNo: 'Please answer y or n.',
  /** Between the notes in the brackets behind a plain question. */
  betweenNotes: '; ',
  keep: ({ value }: { value: string }) => `current: ${value}; Enter to keep it`,
  keepOrEmpty: ({ value }: { value: string }) => `current: ${value}; Enter to keep it, - to clear it`,
  needed: 'A value is required.',
  bytes: 'The terminal sent something that is not UTF-8. Set it to UTF-8 and type the answer again.',
  numberOrName: 'Number from the list, or part of a name:',
  partOfName: 'Part of a name:',
  outOfRange: ({ max }: { max: number }) =>
    max === 1 ? 'Type 1, or part of a name.' : `Type a number from 1 to ${max}, or part of a name.`,
  tooMany: ({ found }: { found: string }) => `${found} matches. Type > to list the first 20.`,
  moreTyped: ({ shown }: { count: number; shown: string }) => `${shown} more. Type > to list the next ones.`,
  again: ({ label }: { label: string }) => `${label} (again)`,
  differ: ({ label }: { label: string }) => `The passwords do not match. Type both again. ${label}`,
  /** Above the form of an update. */
  form: 'Press Enter to keep a current value.',
  /** Above the same form when it opens again. */
  formAgain: 'Here is the record as it is now, with what you typed. Press Enter to keep a value.',
  /** Questions that ask for the record of a command. */
  which: {
    user: 'Which user?',
    role: 'Which role?',
    company: 'Which company?',
    client: 'Which client?',
    contract: 'Which contract?',
    event: 'Which event?',
    payment: 'Which payment?',
    session: 'Which session do you want to end?',
    support: 'Who will run it?',
    from: 'Whose work do you want to hand over?',
    to: 'Who takes over?',
    permission: 'Which permissions?',
  },
  nothingListed: ({ question }: { question: string }) => `${question} There is nothing to choose from.`,
  nothingToChoose: ({ label }: { label: string }) => `${label}: there is nothing to choose from yet.`,
}
