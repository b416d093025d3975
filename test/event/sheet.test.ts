import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeContract } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
let boss: Person
let kate: Person
let contract: Contract
let gala: EventCard
let fair: EventCard

const create = (title: string, start: string, end: string, ...more: string[]) =>
  agency.json<EventCard>(
    [
      'event',
      'create',
      '-c',
      String(contract.id),
      '-t',
      title,
      '-a',
      '53 Rue du Château',
      '-s',
      start,
      '-e',
      end,
      ...more,
    ],
    { as: bill },
  )
const sheet = async (ids: readonly (number | string)[], ...more: string[]) => {
  const { code, stdout, stderr } = await agency.run(['event', 'sheet', ...ids.map(String), ...more], { as: kate })
  expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: '' })
  return stdout
}
/** The last change is of today. */
const still = (text: string) => text.replaceAll(/\d\d\/\d\d\/\d{4} \d\d:\d\d (?=·)/g, 'TODAY ')

beforeAll(async () => {
  agency = await openAgency('server')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  boss = await agency.person('management')
  kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  contract = await makeContract(agency, bill, '--is-signed', '--remaining-amount', '200,5')
  const { id } = await agency.json<{ id: number }>(['company', 'create', '-n', 'Startup & fils'], { as: bill })
  const client = ['client', 'update', String(contract.client_id), '-n', "Anne d'Œuvre", '-e', 'anne@example.org']
  await agency.json([...client, '--phone', '+33612345678', '--company', String(id)], { as: bill })
  const notes = 'DJ à 21h, entrée <B>\n\nCode: 1234'
  const { id: made } = await create(
    'Gala',
    '04/06/2027 13:00',
    '05/06/2027 02:00',
    '--participant-count',
    '1075',
    '-n',
    notes,
  )
  gala = await agency.json(['event', 'assign_support', String(made), String(kate.id)], { as: boss })
  fair = await create('Salon', '12/06/2027 09:00', '12/06/2027 18:30')
})
afterAll(() => agency.close())

describe('event sheet', () => {
  test('as text, in English: several events, each from a page of its own, in the order in which they were named', async () => {
    expect(still(await sheet([fair.id, gala.id, fair.id]))).toBe(`Event sheet
Salon
=====

WHEN AND WHERE
  When          Sat 12 June 2027 09:00 – 18:30
  Address       53 Rue du Château
  Participants  0

WHO TO CALL
  Client        Anne d'Œuvre (Startup & fils)
  Phone         06 12 34 56 78
  Email         anne@example.org
  Support       unassigned
  Salesperson   Bill Boquet

CONTRACT
  Contract      ${contract.id}
  Total         €1,200.00
  Remaining     €200.50

Event ${fair.id} · as changed on TODAY · time zone Europe/Paris
\fEvent sheet
Gala
====

WHEN AND WHERE
  When          Fri 4 June 2027 13:00 – Sat 5 June 2027 02:00
  Address       53 Rue du Château
  Participants  1,075

WHO TO CALL
  Client        Anne d'Œuvre (Startup & fils)
  Phone         06 12 34 56 78
  Email         anne@example.org
  Support       Kate Hastroff
  Salesperson   Bill Boquet

NOTES
  DJ à 21h, entrée <B>

  Code: 1234

CONTRACT
  Contract      ${contract.id}
  Total         €1,200.00
  Remaining     €200.50

Event ${gala.id} · as changed on TODAY · time zone Europe/Paris
`)
  })

  test('as a web page, in French, without amounts: everything is text, and nothing is fetched', async () => {
    const page = await sheet([gala.id], '--lang', 'fr', '--format', 'html', '--without-amounts')
    expect(still(page.slice(page.indexOf('<body>')))).toBe(`<body>
<article>
<p class="kind">Feuille de route</p>
<h1><bdi>Gala</bdi></h1>
<h2>Quand et où</h2>
<dl>
<dt>Quand</dt><dd><bdi>ven. 4 juin 2027 13:00 – sam. 5 juin 2027 02:00</bdi></dd>
<dt>Adresse</dt><dd><bdi>53 Rue du Château</bdi></dd>
<dt>Participants</dt><dd><bdi>1\u202f075</bdi></dd>
</dl>
<h2>Qui appeler</h2>
<dl>
<dt>Client</dt><dd><bdi>Anne d&#39;Œuvre (Startup &amp; fils)</bdi></dd>
<dt>Téléphone</dt><dd><bdi>06 12 34 56 78</bdi></dd>
<dt>E-mail</dt><dd><bdi>anne@example.org</bdi></dd>
<dt>Support</dt><dd><bdi>Kate Hastroff</bdi></dd>
<dt>Commercial</dt><dd><bdi>Bill Boquet</bdi></dd>
</dl>
<h2>Notes</h2>
<p class="text" dir="auto">DJ à 21h, entrée &lt;B&gt;

Code: 1234</p>
<footer>Événement ${gala.id} · dernière modification le TODAY · fuseau Europe/Paris</footer>
</article>
</body>
</html>
`)
    expect(page).toStartWith('<!doctype html>\n<html lang="fr">\n')
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`)
    expect(page).toContain('<title>Feuille de route · Gala</title>')
    expect(page).not.toMatch(/<script|<link|<img|url\(|https?:/)
  })

  test('French as text, English as a web page: the same, with amounts', async () => {
    const text = await sheet([gala.id], '--lang', 'fr')
    expect(text).toContain('Quand          ven. 4 juin 2027 13:00 – sam. 5 juin 2027 02:00\n')
    expect(text).toContain('Reste à payer  200,50\u00a0€')
    const page = await sheet([fair.id, gala.id], '--format', 'html')
    expect(page).toContain('<title>2 event sheets</title>')
    expect(page.match(/<article>/g)).toHaveLength(2)
    expect(page).toContain('<dt>Remaining</dt><dd><bdi>€200.50</bdi></dd>')
  })

  test('managers see how their colleagues are reached; who sees no contract gets no amounts, and no client', async () => {
    const { stdout } = await agency.run(['event', 'sheet', String(gala.id)], { as: boss })
    expect(stdout).toContain(`Support       Kate Hastroff\n  Email         ${kate.username}@`)
    await agency.run(['role', 'create', '--name', 'crew'], { as: boss })
    await agency.run(['role', 'grant', 'crew', 'event:view'], { as: boss })
    const crew = await agency.person('crew')
    const { code, stdout: seen } = await agency.run(['event', 'sheet', String(gala.id)], { as: crew })
    expect(code).toBe(Exit.ok)
    expect(seen).toContain('Kate Hastroff')
    expect(seen).not.toMatch(/€|Contract|Anne|06 12|Email/)
  })

  test('no permission → 5, absent → 3, a name of several → 3 or 2, another format → 2; nothing is printed', async () => {
    await agency.run(['role', 'create', '--name', 'visitor'], { as: boss })
    await agency.run(['role', 'grant', 'visitor', 'client:list', 'event:list'], { as: boss })
    const visitor = await agency.person('visitor')
    for (const [as, words, code] of [
      [visitor, [gala.id], Exit.forbidden],
      [visitor, [9999], Exit.forbidden],
      [kate, [gala.id, 9999], Exit.notFound],
      [kate, ['nothing', gala.id], Exit.notFound],
      [kate, [], Exit.usage],
      [kate, [gala.id, '--json'], Exit.usage],
      [kate, [gala.id, '--format', 'csv'], Exit.usage],
      [kate, [gala.id, '--output', 'x.csv'], Exit.usage],
    ] as const) {
      const { code: ended, stdout, stderr } = await agency.run(['event', 'sheet', ...words.map(String)], { as })
      expect({ words, ended, stdout, stderr }).toMatchObject({ words, ended: code, stdout: '' })
    }
    const byName = await sheet(['gala'])
    expect(byName).toBe(await sheet([gala.id]))
  })

  test('at a terminal: as wide as it is, in facts below one another where it is narrow or read aloud', async () => {
    const argv = ['event', 'sheet', String(gala.id)]
    const at = async (terminal: number, ...more: string[]) =>
      (await agency.run([...argv, ...more], { as: kate, terminal })).stdout
    const narrow = await at(40)
    expect(Math.max(...narrow.split('\n').map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40)
    expect(narrow).toContain('  When: Fri 4 June 2027 13:00 – Sat 5\n  June 2027 02:00\n')
    const aloud = await at(80, '--accessible')
    expect(aloud).toContain('Who to call\n  Client: Anne d')
    expect(aloud).not.toContain('==')
  })
})

describe('what people type stays text', () => {
  const hostile = `</title><script>alert(1)</script> "l'été" \u202eevil ${'x'.repeat(60)} 🎪`
  test('in all formats of text', async () => {
    const notes = `<img src=x onerror=alert(1)>\n\u202eline two\n\n${'word '.repeat(60)}end`
    const { id, title } = await create(hostile, '12/06/2027', '13/06/2027', '-n', notes)
    expect(title).toBe(hostile)
    const page = await sheet([id], '--format', 'html')
    expect(page).not.toMatch(/<script|<img|\u202e/)
    expect(page).toContain('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;l&#39;été&quot; \\u{202e}evil x')
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;\n\\u{202e}line two\n\nword word')
    const text = await sheet([id])
    expect(text).toContain('  \\u{202e}line two\n\n  word word')
    expect(text).not.toContain('\u202e')
    expect(Math.max(...text.split('\n').map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(80)
  })
})

describe('as PDF', () => {
  test('to a file whose name says so; what it cannot show is told, with the command of a page that can', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'epic-sheet-'))
    try {
      const file = join(folder, 'gala.pdf')
      const plain = await agency.run(['event', 'sheet', String(gala.id), '--output', file], { as: kate })
      expect(plain).toMatchObject({ code: Exit.ok, stdout: '', stderr: `✓ Written to ${file}.\n` })
      const bytes = readFileSync(file)
      expect(bytes.toString('latin1')).toStartWith('%PDF-')

      const { id } = await create('茶会 ليلى', '12/06/2027', '13/06/2027')
      const argv = ['event', 'sheet', String(id), '--output', file]
      const { code, stderr } = await agency.run(argv, { as: kate })
      expect({ code, stderr }).toEqual({
        code: Exit.ok,
        stderr: [
          '! The PDF cannot show 茶 (U+8336), 会 (U+4F1A): each is replaced by \ufffd. A web page shows everything.',
          '! The PDF writes the words of text that is read from right to left in the wrong order. A web page does not.',
          `→ epic-events event sheet ${id} --format html --output ${file.replace('.pdf', '.html')}`,
          `✓ Written to ${file}.\n`,
        ].join('\n'),
      })
      const french = await agency.run([...argv.slice(0, 3), '--format=pdf', '--lang', 'fr'], { as: kate })
      expect(french.stderr).toContain("茶 (U+8336), 会 (U+4F1A)\u00a0: \ufffd remplace chacun d'eux.")
      expect(french.stderr).toContain(`→ epic-events event sheet ${id} --lang fr --format html\n`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('to a terminal → 2 naming --output; of a list → 2', async () => {
    const shown = await agency.run(['event', 'sheet', String(gala.id), '--format', 'pdf'], { as: kate, terminal: 80 })
    expect(shown).toMatchObject({ code: Exit.usage, stdout: '', stderr: expect.stringContaining('--output') })
    const list = await agency.run(['event', 'list', '--format', 'pdf'], { as: kate })
    expect(list).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('event sheet') })
  })
})
