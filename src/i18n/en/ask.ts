/** Questions: what surrounds them, and what is said while an answer is not accepted. */
export const ask = {
  cancelled: 'Cancelled. Nothing was saved.',
  search: 'Search:',
  noMatch: 'No match: type another part of the name.',
  matches: ({ found, of }: { found: string; of: string }) => `${found} of ${of}`,
  move: 'arrows: move',
  pick: 'Enter: choose',
  type: 'type: search',
  toggle: 'y / n',
  skip: 'Enter skips',
  /** Of a list that may be left without a choice. */
  enterTakesNone: 'Enter alone takes none of them',
  /** Before the id of a choice, where its position has a number too. */
  id: 'id',
  /** Of a present value that may be deleted. */
  emptied: 'left empty: none',
  endLines: 'Enter on an empty line ends',
  endLinesOrSkip: 'Enter on an empty line ends or skips',
  none: '(none)',
  yes: 'Yes',
  no: 'No',
  yesOrNo: ({ initial }: { initial: boolean }): string => (initial ? '[Y/n]' : '[y/N]'),
  answerYesOrNo: 'Please answer y or n.',
  keep: ({ value }: { value: string }) => `now: ${value}; Enter keeps it`,
  keepOrEmpty: ({ value }: { value: string }) => `now: ${value}; Enter keeps it, - for none`,
  needed: 'This one is needed.',
  numberOrName: 'Number in this list, or part of a name:',
  partOfName: 'Part of a name:',
  outOfRange: ({ max }: { max: number }) =>
    max === 1 ? 'Type 1, or part of a name.' : `Type a number from 1 to ${max}, or part of a name.`,
  tooMany: ({ found }: { found: string }) => `${found} match. Type more of the name.`,
  again: ({ label }: { label: string }) => `${label}, once more`,
  differ: ({ label }: { label: string }) => `The two entries differ, so both are asked again. ${label}`,
  /** Above the form of an update. */
  form: "Today's values: Enter keeps each of them.",
  /** Questions of the records that a command is about. */
  which: {
    user: 'Which colleague?',
    role: 'Which role?',
    company: 'Which company?',
    client: 'Which client?',
    contract: 'Which contract?',
    event: 'Which event?',
    support: 'Who shall support it?',
    from: 'Whose work is handed over?',
    to: 'Who takes it over?',
    permission: 'Which permission?',
  },
  another: 'Another one?',
  nothingListed: ({ question }: { question: string }) => `${question} There is none that you may choose.`,
  nothingToChoose: ({ label }: { label: string }) => `${label}: there is nothing that you may choose yet.`,
}
