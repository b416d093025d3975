import { expect, test } from 'bun:test'
import type { Row } from '../../../src/field/column.ts'
import type { ListAnswer } from '../../../src/terminal/output/output.ts'
import { batches, clientColumns, clientList, clients, contractList, contracts, type Setup, setUp } from './terminal.ts'

const three = [1, 2, 3].map((id) => ({ id, full_name: `Client ${id}`, commercial_id: 5, commercial_name: 'Bill' }))

test('a row more than the limit is not shown, but said', async () => {
  for (const format of ['table', 'json', 'csv'] as const) {
    const { out, stdout, stderr } = setUp({ globals: { format } })
    await out.list(clientList(three, { limit: 2 }))
    expect(stderr.text).toBe('2 shown, more: --after 2 · --limit 0 for all\n')
    expect(stdout.text).not.toContain('Client 3')
    expect(stdout.text).toContain('Client 2')
  }
  const french = setUp({ lang: 'fr' })
  await french.out.list(clientList(three, { limit: 2 }))
  expect(french.stderr.text).toBe('2 lignes affichées · suite\u00a0: --after 2 · tout afficher\u00a0: --limit 0\n')
})

test('the bar has the exact number only when it is known', async () => {
  const bar = async (more: Partial<ListAnswer>, rows: readonly Row[] = three) => {
    const { out, stdout, stderr } = setUp({ stdout: { isTerminal: true } })
    await out.list(clientList(rows, more))
    return [/CLIENTS \(.*?\)/.exec(stdout.text)?.[0], stderr.lines.filter((line) => !line.startsWith('hidden'))]
  }
  expect(await bar({ limit: 3 })).toEqual(['CLIENTS (3)', []])
  expect(await bar({ limit: 2 })).toEqual(['CLIENTS (2+)', ['2 shown, more: --after 2 · --limit 0 for all']])
  expect(await bar({ limit: 2, total: 1234 })).toEqual([
    'CLIENTS (1,234)',
    ['2 of 1,234 shown, more: --after 2 · --limit 0 for all'],
  ])
  expect(await bar({ limit: 0 }, many(1000))).toEqual(['CLIENTS (1,000)', []])
  expect(await bar({ limit: 0 }, many(1002))).toEqual(['CLIENTS (1,000+)', []])
})

test('a counted total is said where there is no bar', async () => {
  const piped = setUp()
  await piped.out.list(clientList(three, { total: 3 }))
  expect(piped.stderr.text).toBe('3 in total\n')
  const empty = setUp({ stdout: { isTerminal: true } })
  await empty.out.list(clientList([], { total: 0 }))
  expect(empty.stderr.text).toBe('0 in total\n')
})

test('an empty list leaves stdout empty and says what to do', async () => {
  for (const isTerminal of [true, false]) {
    const { out, stdout, stderr } = setUp({ stdout: { isTerminal } })
    await out.list(clientList([], { empty: () => 'No client yet.', next: ['client create', 'demo'] }))
    expect(stdout.text).toBe('')
    expect(stderr.text).toBe('No client yet.\n→ epic-events client create\n→ epic-events demo\n')
  }
})

const many = (count: number) => Array.from({ length: count }, (_, i): Row => ({ id: i + 1, full_name: 'Anne' }))

test('all rows pass without being held: each batch is written before the next is pulled', async () => {
  const setups: Setup[] = [
    {},
    { stdout: { isTerminal: true } },
    { stdout: { isTerminal: true, columns: 50 } },
    { globals: { format: 'json' } },
    { globals: { format: 'csv' } },
    { globals: { quiet: true } },
  ]
  for (const setup of setups) {
    const { out, stdout } = setUp(setup)
    let unwritten = 0
    let held = 0
    let writes = 0
    async function* stream() {
      for (let i = 0; i < 100; i++) {
        if (stdout.writes > writes) unwritten = 0
        writes = stdout.writes
        unwritten += 100
        held = Math.max(held, unwritten)
        yield many(100)
      }
    }
    await out.list(clientList([], { rows: stream(), limit: 0 }))
    expect(held).toBeLessThanOrEqual(1200)
    expect(stdout.text.match(/Anne|^\d+$/gm)).toHaveLength(10_000)
    expect(stdout.overlaps).toBe(0)
  }
})

test('the widths come from the first 1 000 rows; a longer value pushes its row in a pipe, is cut on a terminal', async () => {
  const columns = clientColumns.slice(0, 3)
  const rows = [...many(1001), { id: 5000, full_name: 'A'.repeat(90), email: 'a@b.fr' }]
  const piped = setUp()
  await piped.out.list(clientList([], { columns, rows: batches(rows, 500), limit: 0 }))
  expect(piped.stdout.lines.at(-1)).toBe(`    5000  ${'A'.repeat(90)}  a@b.fr`)
  expect(piped.stdout.lines[1]).toBe('       1  Anne       —')

  const terminal = setUp({ stdout: { isTerminal: true } })
  await terminal.out.list(clientList([], { columns, rows: batches(rows, 500), limit: 0 }))
  expect(terminal.stdout.lines.at(-2)).toBe('│     5000  AAAAAAAA…  a@b.… │')
  expect(terminal.stdout.lines.at(-1)).toStartWith('╰──')
})

test('once the reader has gone, no more rows are pulled and the source is closed', async () => {
  for (const globals of [{ format: 'json' }, { format: 'csv' }, { quiet: true }, {}] as const) {
    const { out, stderr } = setUp({ globals, stdout: { closesAfter: 2 } })
    let pulled = 0
    let closed = false
    async function* stream() {
      try {
        while (true) {
          pulled++
          yield many(600)
        }
      } finally {
        closed = true
      }
    }
    await out.list(clientList([], { rows: stream(), limit: 0 }))
    expect(pulled).toBeLessThanOrEqual(4)
    expect(closed).toBe(true)
    expect(stderr.text).toBe('')
  }
})

test('the source is closed when the limit is reached, and when it breaks off the frame is', async () => {
  const source = batches(many(1000), 10)
  await setUp().out.list(clientList([], { rows: source, limit: 25 }))
  expect(source.pulled).toBe(3)

  const { out, stdout } = setUp({ stdout: { isTerminal: true } })
  async function* broken() {
    yield many(1001)
    throw new Error('connection lost')
  }
  await expect(out.list(clientList([], { rows: broken(), limit: 0 }))).rejects.toThrow('connection lost')
  expect(stdout.lines.at(-1)).toStartWith('╰─')
})

test('the command that was answered is told as one would type it, and not called the next step', async () => {
  const told = async (o: Setup) => {
    const { out, stderr } = setUp(o)
    await out.equivalentCommand('client view 12')
    return stderr.text
  }
  expect(await told({})).toBe('→ epic-events client view 12\n')
  expect(await told({ globals: { accessible: true }, lang: 'fr' })).toBe('epic-events client view 12\n')
  expect(await told({ globals: { quiet: true } })).toBe('')
})

test('notes go to stderr with their sign, ASCII or word', async () => {
  const say = async (setup: Setup) => {
    const { out, stdout, stderr } = setUp(setup)
    await out.success(() => 'Client 12 created.')
    await out.note(() => 'Nothing changed · as it was.')
    await out.warning(() => 'Two events\nneed a colleague.')
    await out.hint(['client view 12'])
    expect(stdout.text).toBe('')
    return stderr.lines
  }
  expect(await say({})).toEqual([
    '✓ Client 12 created.',
    'Nothing changed · as it was.',
    '! Two events',
    '  need a colleague.',
    '→ epic-events client view 12',
  ])
  expect(await say({ env: { LC_ALL: 'C' } })).toEqual([
    'OK Client 12 created.',
    'Nothing changed - as it was.',
    '! Two events',
    '  need a colleague.',
    '-> epic-events client view 12',
  ])
  expect((await say({ globals: { accessible: true }, lang: 'fr' }))[0]).toBe('Fait\u00a0: Client 12 created.')
  expect(await say({ globals: { quiet: true } })).toEqual(['! Two events', '  need a colleague.'])
})

test('each stream decides about colour for itself', async () => {
  const env = { LANG: 'C.UTF-8', TERM: 'xterm-256color' }
  const { out, stdout, stderr } = setUp({ env, stderr: { isTerminal: true } })
  await out.list(contractList(contracts))
  await out.success(() => 'Done.')
  expect(stdout.text).not.toContain('\x1b')
  expect(stderr.text).toBe('\x1b[32m✓\x1b[39m Done.\n')

  const colored = setUp({ env, stdout: { isTerminal: true } })
  await colored.out.list(contractList(contracts))
  await colored.out.success(() => 'Done.')
  expect(colored.stdout.text).toContain('\x1b[38;5;202m')
  expect(colored.stdout.text).toContain('\x1b[38;5;220m1\x1b[39m')
  expect(colored.stdout.text).toContain('\x1b[32m✓ signed\x1b[39m')
  expect(colored.stderr.text).toBe('✓ Done.\n')

  const plain = setUp({ env: { ...env, NO_COLOR: '1' }, stdout: { isTerminal: true } })
  await plain.out.list(contractList(contracts))
  expect(Bun.stripANSI(colored.stdout.text)).toBe(plain.stdout.text)
})

test('text is the answer as it stands, escaped, with a line end', async () => {
  const { out, stdout } = setUp()
  await out.text('create role x;\n  -- \x1b[2J')
  expect(stdout.text).toBe('create role x;\n  -- \\x1b[2J\n')
})

test('a row that the database ordered last is where the next page begins', async () => {
  const { out, stderr } = setUp()
  await out.list(clientList([...clients, { id: 99 }], { limit: 2 }))
  expect(stderr.text).toContain('--after 12 ')
})
