/** The frame of the help: headings, and the options that no record declares. The help of the commands is in one file a noun. */
import type { Example } from '../command-help.ts'
import { audit } from './help/audit.ts'
import { client } from './help/client.ts'
import { company } from './help/company.ts'
import { contract } from './help/contract.ts'
import { event } from './help/event.ts'
import { exports } from './help/exports.ts'
import { find } from './help/find.ts'
import { report } from './help/report.ts'
import { role } from './help/role.ts'
import { session } from './help/session.ts'
import { setup } from './help/setup.ts'
import { today } from './help/today.ts'
import { undo } from './help/undo.ts'
import { user } from './help/user.ts'

export const help = {
  title: 'HELP',
  usage: 'USAGE',
  examples: 'EXAMPLES',
  arguments: 'ARGUMENTS',
  options: 'OPTIONS',
  /** The options of a list that choose its records. */
  filters: 'FILTERS',
  listOptions: 'LIST OPTIONS',
  commonOptions: 'COMMON OPTIONS',
  values: 'VALUES',
  groups: 'RECORDS',
  commandsTitle: 'COMMANDS',
  access: 'WHO CAN RUN IT',
  notes: 'NOTES',
  exitCodes: 'EXIT CODES',
  next: 'SEE ALSO',
  /** Placeholders of usage lines. */
  placeholders: { command: 'COMMAND', options: '[OPTIONS]' },
  /** Notes behind the explanation of an option, in brackets. */
  required: 'required',
  byDefault: ({ value }: { value: string }) => `default: ${value}`,
  emptied: '"" to clear',
  shorter: ({ option }: { option: string }) => `also --${option}`,
  between: '; ',
  /** Before the names of options. */
  also: 'Also:',
  about: 'Manage the clients, contracts and events of an event agency.',
  programExamples: [
    { caption: 'Try it on a sample agency', run: 'demo' },
    { caption: 'See what needs doing today', run: 'today' },
    { caption: 'Find everything about Casey', run: 'find casey' },
    { caption: 'List the unassigned events', run: 'event list --unassigned' },
  ] as Example[],
  public: 'Everyone. No login needed.',
  signedIn: 'Every logged-in user.',
  needs: ({ code }: { code: string }) => `Needs ${code}. Default roles that have it:`,
  noRole: 'none',
  scopes: { own: 'own clients only', own_client: 'own clients only', assigned: 'assigned events only' },
  more: ({ command }: { command: string }) => `Learn more about a command: ${command}`,
  moreOptions: ({ command }: { command: string }) => `Options of every command: ${command}`,
  otherWords: 'Other words for these work too, in English and French: ls, show, add, edit, rm, contrat, liste',
  optionsAbout: 'The options that every command understands, and how values are written.',
  /** How each kind of value is written. */
  accepted: {
    DATE: '12/06/2027 14:30, tomorrow 2pm, friday, +3d, or ISO 8601, like 2027-06-12T14:30',
    DAY: '12/06/2027, tomorrow, friday, +3d, or ISO 8601, like 2027-06-12',
    PERIOD: 'A day, week, month, quarter or year: 12/06, monday, last month, june 2027, 2027-q2',
    DURATION: '30d, 2 weeks, 3m, 1y',
    AMOUNT: '1200, 1200.50 or, in quotes, "1 200,50"; in euros, 0 or more',
    'true|false': 'Also yes, no, oui, non, 1 or 0. Without a value: true',
    ID: 'The number that lists show in the first column, or a name where this is said',
    REF: 'A name or an id: casey, 8',
    N: 'A whole number, 0 or more',
    TEXT: 'Put quotes around text with spaces. Write --option=-text if it starts with a dash',
  },
  /** Those that the page of a command explains; the others go without saying there. */
  onPages: ['REF', 'DATE', 'DAY', 'PERIOD', 'DURATION', 'AMOUNT', 'true|false'] as const,
  codes: {
    0: 'success',
    1: 'internal error',
    2: 'usage error',
    3: 'not found',
    4: 'not logged in',
    5: 'no permission',
    6: 'refused by a rule',
    7: 'database unavailable',
    130: 'cancelled',
  },
  /** Help of the options that every command or every list has, by option name. */
  option: {
    'env-file': 'Read the settings from this file',
    format: 'Output format (default: table)',
    output: 'Write to this file, in the format of its ending',
    lang: 'Language, English or French (default: from EPIC_EVENTS_LANG or the system)',
    json: 'Same as --format json',
    'no-input': 'Never ask questions',
    yes: 'Answer yes to confirmations',
    quiet: 'Print ids only, without messages',
    'no-color': 'Print without colours',
    'no-chart': 'Print numbers without bars beside them',
    accessible: 'Plain numbered questions, no frames, nothing redrawn',
    raw: 'With csv, tsv or excel: leave formulas as they are',
    'no-pager': 'Write a long list straight to the terminal',
    verbose: 'Show more about errors and settings',
    help: 'Show this help',
    'password-stdin': 'Read the password from standard input',
    'if-version': 'Only if the record is still at version N',
    desc: 'In descending order',
    limit: 'Show at most N records (default: 50; 0 for all)',
    after: 'Go on behind the record with this id',
    count: 'Print only the number of records; with --limit, the records and the exact total',
    columns: 'Show these columns in this order, by their JSON names, as in id,version (the help of a list names them)',
  },
  group: {
    user: 'Manage users and hand over their work',
    role: 'Manage roles and permissions',
    company: 'Manage the companies that clients work for',
    client: 'Manage clients',
    contract: 'Manage contracts, signatures and payments',
    event: 'Manage events and assign them to support colleagues',
    report: 'Count the work of the team',
    session: 'See where you are logged in, and end sessions',
    audit: 'See who changed what, and which logins failed',
  },
  commands: {
    ...session,
    ...today,
    ...find,
    ...undo,
    ...exports,
    ...setup,
    ...user,
    ...role,
    ...audit,
    ...company,
    ...client,
    ...contract,
    ...event,
    ...report,
  },
}

/** The help in one language; English gives the type. */
export type HelpWords = typeof help
