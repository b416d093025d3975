/** The frame of the help: headings, the options that no record declares, and one file of commands a theme. */
import type { Example } from '../help.ts'
import { audit } from './help/audit.ts'
import { client } from './help/client.ts'
import { company } from './help/company.ts'
import { contract } from './help/contract.ts'
import { event } from './help/event.ts'
import { role } from './help/role.ts'
import { session } from './help/session.ts'
import { setup } from './help/setup.ts'
import { today } from './help/today.ts'
import { user } from './help/user.ts'

export const help = {
  title: 'HELP',
  usage: 'USAGE',
  examples: 'EXAMPLES',
  arguments: 'ARGUMENTS',
  options: 'OPTIONS',
  listOptions: 'LIST OPTIONS',
  commonOptions: 'COMMON OPTIONS',
  groups: 'RECORDS',
  commandsTitle: 'COMMANDS',
  access: 'WHO MAY RUN IT',
  notes: 'GOOD TO KNOW',
  exitCodes: 'EXIT CODES',
  next: 'NEXT',
  /** In usage lines: what may follow. */
  placeholders: { command: 'COMMAND', options: '[OPTIONS]' },
  required: '(required)',
  about: 'Clients, contracts and events of an event agency.',
  programExamples: [
    { say: 'Try it on a sample agency', run: 'demo' },
    { say: 'What needs doing?', run: 'today' },
    { say: 'The events without support', run: 'event list --unassigned' },
  ] as Example[],
  public: 'Anybody, without signing in.',
  signedIn: 'Everybody who is signed in.',
  needs: ({ code }: { code: string }) => `Needs ${code}. By default the roles:`,
  noRole: 'none',
  scopes: { own: 'their own', own_client: 'for their own clients', assigned: 'those they support' },
  more: ({ command }: { command: string }) => `More about a command: ${command}`,
  codes: {
    0: 'done',
    1: 'a bug',
    2: 'not understood',
    3: 'not found',
    4: 'not signed in',
    5: 'no permission',
    6: 'refused by a rule',
    7: 'database unavailable',
    130: 'cancelled',
  },
  /** Options of the frame, by name. */
  option: {
    'env-file': 'read the settings from this file',
    format: 'form of the answer (table)',
    lang: 'language of everything people read',
    json: 'the same as --format json',
    'no-input': 'never ask a question',
    yes: 'answer confirmations with yes',
    quiet: 'ids alone, no notes',
    'no-color': 'no colours',
    accessible: 'plain questions, no frames, nothing redrawn',
    raw: 'csv and tsv: leave formulas as they are',
    verbose: 'more about errors and settings',
    help: 'show this help',
    'password-stdin': 'read the password from standard input',
    'if-version': 'only if the record is still at this version',
    limit: 'at most N rows (50); 0 for all',
    after: 'only those behind this id',
    count: 'tell the exact total too',
  },
  group: {
    user: 'The team: accounts, roles, hand-overs',
    role: 'Roles and what they may do',
    company: 'The companies that clients work for',
    client: 'Clients and who looks after them',
    contract: 'Contracts, signatures and payments',
    event: 'Events and who supports them',
    audit: 'Who changed what, and when',
  },
  commands: { ...session, ...today, ...setup, ...user, ...role, ...audit, ...company, ...client, ...contract, ...event },
}
