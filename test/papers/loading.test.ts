/** The library and the fonts of a PDF are large: only who asks for one waits for them. */
import { expect, setDefaultTimeout, test } from 'bun:test'

setDefaultTimeout(60_000)

test('text and web pages load neither; a PDF does', async () => {
  const child = Bun.spawn(
    [
      process.execPath,
      '-e',
      `await Promise.all(['./src/run.ts', './src/event/sheet.ts', './src/contract/statement.ts'].map((path) => import(path)))
       const { catalog } = await import('./src/i18n/catalog.ts')
       const { writePaper } = await import('./src/terminal/output/paper.ts')
       const t = catalog('fr', 'Europe/Paris')
       const out = { isTerminal: false, closed: false, columns: () => 80, async write() {} }
       const paper = { title: 'x', updatedAt: '2026-06-12T08:00:00Z', sheets: [{ kind: 'k', title: 'x', sections: [], foot: 'f' }] }
       const loaded = () => Object.keys(require.cache).some((path) => /pdfmake|fontkit|pdfkit/.test(path))
       const seen = []
       for (const format of ['text', 'html', 'pdf']) {
         await writePaper(paper, { out, t, format, style: { isTerminal: false, accessible: false }, argv: [] })
         seen.push(loaded())
       }
       console.log(JSON.stringify(seen))`,
    ],
    { cwd: `${import.meta.dir}/../..`, stdout: 'pipe', stderr: 'inherit' },
  )
  expect(JSON.parse(await child.stdout.text())).toEqual([false, false, true])
})
