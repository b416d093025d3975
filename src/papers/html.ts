/** A paper as one web page that needs nothing else: no network, no script. It is laid out for A4 when it is printed. */
import type { Lang } from '../i18n/languages.ts'
import { markup } from '../text/html.ts'
import type { Fact, Paper, Section, Sheet, Table } from './paper.ts'

const style = `@page{size:A4;margin:18mm 16mm}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:48rem;font:11pt/1.45 system-ui,"DejaVu Sans","Noto Sans",sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
article{padding-bottom:2rem}
article+article{border-top:1px solid #bbb;padding-top:2rem;break-before:page}
.kind{margin:0;color:#a34700;font-weight:600}
h1{margin:0 0 1rem;font-size:1.7em;line-height:1.2}
h2{margin:1.4rem 0 .4rem;font-size:1em;border-bottom:1px solid #ccc;break-after:avoid}
dl{display:grid;grid-template-columns:12rem 1fr;gap:.25rem 1.2rem;margin:0}
dt{color:#555}
dd{margin:0}
table{width:100%;border-collapse:collapse}
th{color:#555;font-weight:400;text-align:start}
th,td{padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e4e4e4;vertical-align:top}
tr{break-inside:avoid}
.right{text-align:end;white-space:nowrap;padding-right:0}
tfoot td{font-weight:600;border-bottom:0}
.text{margin:0;white-space:pre-wrap}
footer{margin-top:1.6rem;color:#555;font-size:.85em}
@media print{body{padding:0;max-width:none}article+article{border-top:0;padding-top:0}}
@media (max-width:32rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}`

export function paperHtml({ title, sheets }: Paper, lang: Lang): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${style}
</style>
</head>
<body>
${sheets.map(article).join('\n')}
</body>
</html>
`
}

/** `bdi`: a value may be in a script that is read from the right, and turns nothing around it. */
const article = ({ kind, title, sections, foot }: Sheet): string =>
  `<article>
<p class="kind">${escaped(kind)}</p>
<h1><bdi>${escaped(title)}</bdi></h1>
${sections.map(section).join('\n')}
<footer>${escaped(foot)}</footer>
</article>`

const section = ({ title, facts, table, text }: Section): string =>
  [
    `<h2>${escaped(title)}</h2>`,
    ...(facts ? [`<dl>\n${facts.map(fact).join('\n')}\n</dl>`] : []),
    ...(table ? [tableOf(table)] : []),
    ...(text === undefined ? [] : [`<p class="text" dir="auto">${escaped(text)}</p>`]),
  ].join('\n')

const fact = ({ label, value }: Fact): string => `<dt>${escaped(label)}</dt><dd><bdi>${escaped(value)}</bdi></dd>`

function tableOf({ columns, rows, total }: Table): string {
  const side = (at: number) => (columns[at]?.right ? ' class="right"' : '')
  const row = (cells: readonly string[]) =>
    `<tr>${cells.map((cell, at) => `<td${side(at)}><bdi>${escaped(cell)}</bdi></td>`).join('')}</tr>`
  const head = columns.map(
    ({ label, right }) => `<th scope="col"${right ? ' class="right"' : ''}>${escaped(label)}</th>`,
  )
  const foot = total ? `\n<tfoot>${row(total)}</tfoot>` : ''
  return `<table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map(row).join('\n')}
</tbody>${foot}
</table>`
}

/** Text in HTML, also inside of a quoted attribute. */
export const escaped = (text: string): string => markup(text.toWellFormed())
