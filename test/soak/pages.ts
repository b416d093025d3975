/**
 * Pages in a real browser, which must show what they say and ask nobody for anything. Text that attacks goes through the program's own output;
 * then the escapes are taken away, and the page's policy alone must hold; then the policy too, which shows that the attack is one.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Column } from '../../src/field/column.ts'
import { batches, setUp } from '../terminal/output/terminal.ts'

const columns: Column[] = [
  { key: 'name', kind: 'text', label: () => 'Name' },
  { key: 'amount', kind: 'amount', label: () => 'Amount', bar: true },
]

/** A blank page of 800 by 600 takes a fifth of this. */
const leastPicture = 10_000

async function pageOf(name: string): Promise<string> {
  const rows = [
    { name, amount: '300.00' },
    { name: 'Karima', amount: '100.00' },
  ]
  const { out, stdout } = setUp({ globals: { format: 'html' } })
  await out.list({ title: () => name, columns, rows: batches(rows), limit: 0 })
  return stdout.text
}

/** @returns what did not hold */
export async function pages(): Promise<{
  readonly figures: Readonly<Record<string, unknown>>
  readonly wrong: string[]
}> {
  const chromium = Bun.which('chromium') ?? Bun.which('chromium-browser') ?? Bun.which('google-chrome')
  if (!chromium) return { figures: { 'left out': 'there is no Chromium' }, wrong: [] }
  const folder = mkdtempSync(join(tmpdir(), 'epic-browser-'))
  const asked: string[] = []
  const server = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch(request) {
      asked.push(new URL(request.url).pathname)
      return new Response('')
    },
  })
  const wrong: string[] = []
  const holds = (what: string, is: boolean) => {
    if (!is) wrong.push(what)
  }

  /** What a browser without a past makes of a page: its HTML on standard output, or a picture. */
  async function shown(page: string, picture?: string): Promise<string> {
    const file = join(folder, 'page.html')
    writeFileSync(file, page)
    const alone = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run']
    const profile = `--user-data-dir=${mkdtempSync(join(folder, 'profile-'))}`
    const wanted = picture ? [`--screenshot=${picture}`, '--window-size=800,600'] : ['--dump-dom']
    const browser = Bun.spawn([chromium ?? '', ...alone, profile, ...wanted, `file://${file}`], {
      ...{ stdout: 'pipe', stderr: 'ignore' },
      env: { HOME: folder, PATH: process.env['PATH'] ?? '' },
    })
    const text = await new Response(browser.stdout).text()
    holds('the browser ended as it should', (await browser.exited) === 0)
    return text
  }

  try {
    const at = (path: string) => `http://127.0.0.1:${server.port}/${path}`
    const attack = `</title><script>document.title="run"</script><img src="${at('image')}"><link rel=stylesheet href="${at('style')}">`
    const escaped = attack.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    const dom = await shown(await pageOf(attack))
    holds('the text stands in its cell', dom.includes(`<td>${escaped}</td>`))
    holds('the text stands in the title', dom.includes(`<title>${escaped}</title>`))
    holds('the bars are drawn', /<rect x="0" y="1" width="200"[^>]*>/.test(dom))
    holds('nobody is asked', asked.length === 0)

    const unescaped = (await pageOf('Bill')).replaceAll('<td>Bill</td>', `<td>${attack}</td>`)
    holds('the policy stops the script', !(await shown(unescaped)).includes('<title>run</title>'))
    holds('the policy stops what would be loaded', asked.length === 0)
    const open = await shown(unescaped.replace(/<meta http-equiv.*>/, ''))
    holds('without the policy the attack works', open.includes('<title>run</title>') && asked.includes('/image'))

    const picture = join(folder, 'page.png')
    await shown(await pageOf('Bill'), picture)
    const png = readFileSync(picture)
    holds('a picture of the page shows something', png.length > leastPicture)
    return { figures: { 'bytes of a picture': png.length }, wrong }
  } finally {
    await server.stop(true)
    rmSync(folder, { recursive: true, force: true })
  }
}
