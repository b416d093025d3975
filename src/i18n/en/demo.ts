/** The sample agency and its steps. */
export const demo = {
  title: 'The sample agency',
  label: {
    id: 'Id',
    database: 'Folder',
    password: 'Password of all',
    username: 'Username',
    full_name: 'Name',
    role: 'Role',
    title: 'Step',
    command: 'Command',
  },
  people: 'Some of its people',
  steps: 'Steps',
  filling: 'Filling the embedded database with the sample agency…',
  filled: ({ people, clients, contracts, events }: Filled) =>
    `The agency is there: ${people} people, ${clients} clients, ${contracts} contracts, ${events} events around today.`,
  again: 'This database holds the sample agency already: here are the steps again, with event 7 free of support.',
  replaced:
    'The session that this machine held is replaced by the one on the sample agency: login again when you go back to your own database.',
  step: {
    who: 'Manon runs the team. Who is signed in, and what is she allowed to do?',
    client: 'Everything begins with a client: Kevin, of Cool Startup.',
    contract: 'Jeanne wants a party. Her contract is drawn up and signed; 200 euros remain to be paid.',
    event: 'Camille’s contract is signed, so her event can be planned.',
    unassigned: 'Which events have nobody from support yet?',
    assign: 'Event 7 is one of them. Lucie takes it.',
    today: 'What is left to do today?',
  },
  realWork: ({ path }: { path: string }) =>
    `All of this is made up. Before you begin real work, delete the folder ${path}.`,
  tryNext: 'Try next:',
  onServer: ({ name }: { name: string }) =>
    `demo fills an embedded database only; the configuration names the PostgreSQL server ${name}, which was not touched.`,
  onServerAdvice: 'It runs where DATABASE_URL, DATABASE_ADMIN_URL and POSTGRES_PASSWORD are all unset.',
  otherData: ({ name }: { name: string }) => `${name} holds other data than the sample agency; nothing was touched.`,
  otherDataAdvice: 'To see the sample agency beside it, set EPIC_EVENTS_DATA_DIR to a folder that does not exist yet.',
  stopped: ({ step, code }: { step: number; code: number }) =>
    `Step ${step} did not work (exit code ${code}), so the demo ends here.`,
  stoppedAdvice: ({ path }: { path: string }) =>
    `For a fresh sample agency, delete the folder ${path} and run demo again.`,
}

interface Filled {
  readonly people: number
  readonly clients: number
  readonly contracts: number
  readonly events: number
}
