/** Notes: what was said with a client, and when to call again. */
interface Noted {
  readonly id: number
  readonly client_id: number
  readonly client_name: string | null
  readonly event_id: number | null
  readonly event_title: string | null
}

const client = ({ client_id: id, client_name: name }: Noted) => `client ${id}${name === null ? '' : ` (${name})`}`

export const interaction = {
  title: 'Notes',
  card: ({ id }: { id: number }) => `Note ${id}`,
  label: {
    id: 'Id',
    client_id: 'Client',
    event_id: 'Event',
    at: 'When',
    kind: 'Kind',
    text: 'Note',
    next_on: 'Next contact',
    no_next: 'No next contact',
    user_id: 'Author',
    cancelled_at: 'Taken back',
  },
  help: {
    text: 'What was said, up to 10,000 characters',
    kind: 'How you spoke',
    on: 'When it was, today at the latest; a weekday alone is the last one',
    next: 'Day on which to contact the client next, or none',
  },
  kind: { call: 'call', email: 'email', meeting: 'meeting', visit: 'visit', other: 'other' },
  unknownKind: ({ received, words }: { received: string; words: string }) =>
    `"${received}" is not a kind of note. Use one of: ${words}.`,
  now: 'now',
  added: (of: Noted) =>
    `Note ${of.id} added to ${of.event_id === null ? client(of) : `event ${of.event_id} “${of.event_title}”, ${client(of)}`}.`,
  contacted: (of: Noted) => `Call with ${client(of)} noted.`,
  nextIsOver: ({ date }: { date: string }) => `The next contact, ${date}, is already over.`,
}
