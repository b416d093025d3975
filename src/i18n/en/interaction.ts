/** Notes: what was said with a client, and when to call again. */
export const interaction = {
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
  kind: { call: 'call', email: 'email', meeting: 'meeting', visit: 'visit', other: 'other' },
}
