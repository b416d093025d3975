/** The sample agency and its steps. */
export const demo = {
  title: 'The sample agency',
  label: {
    id: 'Id',
    database: 'Folder',
    password: 'Shared password',
    username: 'Username',
    full_name: 'Full name',
    role: 'Role',
    title: 'Step',
    command: 'Command',
  },
  people: 'Some of its users',
  steps: 'Steps',
  filling: 'Filling the embedded database with the sample agency…',
  filled: ({ people, clients, contracts, events }: Filled) =>
    `The sample agency is ready: ${people} users, ${clients} clients, ${contracts} contracts and ${events} events around today's date.`,
  again: 'This database already contains the sample agency. Event 7 is unassigned again, and the steps start over.',
  replaced:
    'You are now logged in to the sample agency, and your previous session on this machine was replaced. Log in again to go back to your own database.',
  step: {
    who: 'Manon is a manager. What is she allowed to do?',
    find: 'It starts with a client: Kevin Casey, of Cool Startup. A part of his name finds him.',
    client: 'He is client 8. This is what there is to know about him.',
    contract: 'Jeanne is planning a party. Create her contract: it is signed, with €200 remaining.',
    event: 'Camille has signed her contract, so her event can be created.',
    unassigned: 'Which events of the next three months are still unassigned?',
    assign: 'Event 7 is one of them. Assign it to Lucie: a name does as well as an id.',
    today: 'What needs doing today?',
  },
  realWork: ({ path }: { path: string }) =>
    `All of this data is made up. Delete the folder ${path} before you start real work.`,
  tryNext: 'Try next:',
  onServer: ({ name }: { name: string }) =>
    `demo only works with an embedded database. Your settings point to the PostgreSQL server ${name}, which was not changed.`,
  onServerAdvice: 'Unset DATABASE_URL, DATABASE_ADMIN_URL and POSTGRES_PASSWORD to run it.',
  otherData: ({ name }: { name: string }) =>
    `${name} contains data other than the sample agency, so nothing was changed.`,
  otherDataAdvice:
    'To create the sample agency elsewhere, set EPIC_EVENTS_DATA_DIR to a folder that does not exist yet.',
  stopped: ({ step, code }: { step: number; code: number }) =>
    `Step ${step} failed (exit code ${code}), so the demo stops here.`,
  stoppedAdvice: ({ path }: { path: string }) => `To start over, delete the folder ${path} and run demo again.`,
}

interface Filled {
  readonly people: number
  readonly clients: number
  readonly contracts: number
  readonly events: number
}
