import type { Column, Row } from '../../../src/field/column.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import type { Lang } from '../../../src/i18n/languages.ts'
import type { Globals } from '../../../src/terminal/globals.ts'
import { makeOutput } from '../../../src/terminal/output/make.ts'
import type { ListAnswer, Output } from '../../../src/terminal/output/output.ts'
import type { ByteStream, Io } from '../../../src/terminal/streams.ts'

export interface Screen {
  readonly isTerminal?: boolean
  readonly columns?: number
  /** The reader goes after so many writes. */
  readonly closesAfter?: number
}

/** A stream that keeps what is written; its reader takes a moment, so that a write nobody waits for shows. */
export class Kept implements ByteStream {
  readonly isTerminal: boolean
  text = ''
  readonly bytes: Buffer[] = []
  writes = 0
  /** Writes begun while another was under way. */
  overlaps = 0
  longest = 0
  readonly #screen: Screen
  #busy = false

  constructor(screen: Screen = {}) {
    this.#screen = screen
    this.isTerminal = screen.isTerminal ?? false
  }

  columns(): number {
    return this.#screen.columns ?? 80
  }

  get closed(): boolean {
    return this.writes >= (this.#screen.closesAfter ?? Number.POSITIVE_INFINITY)
  }

  async write(text: string | Uint8Array): Promise<void> {
    if (this.#busy) this.overlaps++
    this.#busy = true
    await Promise.resolve()
    if (typeof text === 'string') this.text += text
    this.bytes.push(Buffer.from(text))
    this.longest = Math.max(this.longest, text.length)
    this.writes++
    this.#busy = false
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1)
  }
}

export const at = Date.parse('2026-06-10T09:00:00Z')

export interface Setup {
  readonly globals?: Partial<Globals>
  readonly lang?: Lang
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly stdout?: Screen
  readonly stderr?: Screen
}

export const defaults: Globals = {
  format: 'table',
  input: false,
  yes: false,
  quiet: false,
  color: true,
  chart: true,
  accessible: false,
  raw: false,
  pager: true,
  verbose: false,
}

/** An output on two kept streams, on 10 June 2026 at 11:00 in Paris. */
export function setUp(o: Setup = {}): { out: Output; stdout: Kept; stderr: Kept; io: Io } {
  const stdout = new Kept(o.stdout)
  const stderr = new Kept(o.stderr)
  const io: Io = {
    stdin: { isTerminal: false, text: async () => '', bytes: async () => new Uint8Array() },
    stdout,
    stderr,
  }
  const out = makeOutput({
    io,
    globals: { ...defaults, ...o.globals },
    t: catalog(o.lang ?? 'en', 'Europe/Paris'),
    env: o.env ?? { LANG: 'en_GB.UTF-8', NO_COLOR: '1' },
    now: () => at,
  })
  return { out, stdout, stderr, io }
}

export const clientColumns: readonly Column[] = [
  { key: 'id', kind: 'id', label: () => 'ID' },
  { key: 'full_name', kind: 'text', label: (t) => (t.lang === 'fr' ? 'Nom complet' : 'Full name') },
  { key: 'email', kind: 'text', label: () => 'Email' },
  { key: 'phone', kind: 'phone', label: (t) => (t.lang === 'fr' ? 'Téléphone' : 'Phone'), dropPriority: 3 },
  { key: 'company_id', kind: 'reference', label: (t) => (t.lang === 'fr' ? 'Entreprise' : 'Company'), dropPriority: 2 },
  { key: 'commercial_id', kind: 'reference', label: () => 'Commercial' },
  { key: 'version', kind: 'count', label: () => 'Version', cardOnly: true },
]

export const clients: readonly Row[] = [
  {
    id: 8,
    full_name: 'Kevin Casey',
    email: 'kevin@startup.io',
    phone: '+67812345678',
    company_id: 3,
    company_name: 'Cool Startup LLC',
    commercial_id: 5,
    commercial_name: 'Bill Boquet',
    version: 1,
  },
  {
    id: 12,
    full_name: "L'été d'Anne 漢字 👨‍👩‍👧",
    email: 'anne@example.fr',
    phone: '+33612345678',
    company_id: null,
    company_name: null,
    commercial_id: 5,
    commercial_name: 'Bill Boquet',
    version: 2,
  },
]

export const contractColumns: readonly Column[] = [
  { key: 'id', kind: 'id', label: () => 'ID' },
  { key: 'client_id', kind: 'reference', label: () => 'Client' },
  { key: 'total_amount', kind: 'amount', label: () => 'Total' },
  {
    key: 'is_signed',
    kind: 'yes-no',
    label: (t) => (t.lang === 'fr' ? 'État' : 'State'),
    states: {
      yes: (t) => (t.lang === 'fr' ? 'signé' : 'signed'),
      no: (t) => (t.lang === 'fr' ? 'non signé' : 'unsigned'),
    },
  },
  { key: 'start_date', kind: 'date', label: (t) => (t.lang === 'fr' ? 'Début' : 'Start'), upcoming: true },
]

export const contracts: readonly Row[] = [
  {
    id: 1,
    client_id: 8,
    client_name: 'Kevin Casey',
    total_amount: '1200.50',
    is_signed: true,
    start_date: '2026-06-13T12:00:00+00:00',
  },
  {
    id: 2,
    client_id: 12,
    client_name: 'Anne',
    total_amount: '9999999999.99',
    is_signed: false,
    start_date: '2026-06-10T22:30:00+00:00',
  },
  { id: 3, client_id: 12, client_name: 'Anne', total_amount: '0', is_signed: false, start_date: null },
]

/** Batches of a list, and how many of them were pulled. */
export function batches(rows: readonly Row[], size = 2): AsyncIterable<readonly Row[]> & { pulled: number } {
  return {
    pulled: 0,
    async *[Symbol.asyncIterator]() {
      for (let i = 0; i < rows.length; i += size) {
        this.pulled++
        yield rows.slice(i, i + size)
      }
    },
  }
}

export function clientList(rows: readonly Row[] = clients, more: Partial<ListAnswer> = {}): ListAnswer {
  return { title: () => 'CLIENTS', columns: clientColumns, rows: batches(rows), limit: 50, ...more }
}

export function contractList(rows: readonly Row[] = contracts, more: Partial<ListAnswer> = {}): ListAnswer {
  return { title: () => 'CONTRACTS', columns: contractColumns, rows: batches(rows), limit: 50, ...more }
}
