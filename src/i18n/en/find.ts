/** `find`: one search through all records. */
export const find = {
  title: 'Search results',
  label: { words: 'Search for' },
  help: { words: 'Beginnings of words of a name or title, a phone number, an email address or an id' },
  nothing: ({ words }: { words: string }) =>
    `Nothing found for "${words}". Try fewer or shorter words: each is the beginning of a word of a name, a title or an address.`,
}
