/**
 * The frame of a page that a browser shows, for `--format html` and for papers. A page is one file that asks for nothing: no script, no
 * picture, no font and no address of elsewhere. It says so itself (Content-Security-Policy), so that a browser would refuse it too.
 */
import type { Catalog } from '../../i18n/catalog.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { markup } from '../../text/html.ts'

/** The names of the colours, in daylight and in the dark. */
const light =
  '--paper:#fff;--ink:#1c1917;--soft:#6b645d;--line:#e7e2dc;--wash:#faf7f3;--accent:#c24100;--id:#7a5f00;--bar:#12a27a;--minus:#c8321f;--good:#12724f;--bad:#b3261e'
const dark =
  '--paper:#17150f;--ink:#efeae2;--soft:#a59d92;--line:#35312a;--wash:#211e17;--accent:#ff8a3d;--id:#ffd75f;--bar:#4fd6a0;--minus:#ff7b6b;--good:#6fe0b0;--bad:#ff8f85'

const styles = `:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem clamp(1rem,4vw,3rem) 3rem;max-width:100rem;min-width:min-content;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.brand{margin:0;font-size:.85rem;letter-spacing:.04em;color:var(--bar)}
.brand b{color:var(--accent)}
h1{margin:.2rem 0 0;font-size:1.7rem;line-height:1.2;overflow-wrap:anywhere}
h2{margin:2.2rem 0 .6rem;font-size:1.1rem;color:var(--accent);overflow-wrap:anywhere}
h2 span{font-weight:normal;color:var(--soft)}
.applied{margin:.35rem 0 0;color:var(--soft)}
main{margin-top:1.4rem}
table{border-collapse:collapse}
th,td{padding:.42rem .8rem .42rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:.6rem}
thead th,thead td{position:sticky;top:0;background:var(--paper);border-bottom:2px solid var(--accent);color:var(--accent);font-weight:600;white-space:nowrap}
tbody tr:nth-child(even){background:var(--wash)}
td{max-width:34rem;overflow-wrap:anywhere}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.d{white-space:nowrap;font-variant-numeric:tabular-nums}
.l{white-space:pre-line}
.id,td .id{color:var(--id)}
.good{color:var(--good)}
.bad{color:var(--bad)}
.none{color:var(--soft)}
.bar{min-width:13.4rem;vertical-align:middle}
svg{display:block}
rect{fill:var(--bar)}
rect.minus{fill:var(--minus)}
line{stroke:var(--soft)}
polyline{fill:none;stroke:var(--bar);stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.series svg{display:inline-block;vertical-align:-.15em;margin-right:.6em}
dl{display:grid;grid-template-columns:max-content minmax(16rem,1fr);width:fit-content;max-width:60rem;margin:0;border-top:2px solid var(--accent)}
dt,dd{margin:0;padding:.42rem .6rem;border-bottom:1px solid var(--line)}
dt{color:var(--accent)}
dd,dd.n{overflow-wrap:anywhere;text-align:left;white-space:pre-line}
.month{margin:0 0 1.6rem;table-layout:fixed;width:100%;max-width:56rem}
.month caption{padding:.2rem .6rem .5rem;text-align:left;font-weight:600}
.month thead th{position:static}
.month th,.month td{padding:.4rem .6rem;width:14.28%}
.month tbody tr{background:none}
.month td{height:3.2rem;border:1px solid var(--line)}
.month td span{display:inline-block;margin-left:.35rem;padding:0 .4rem;border-radius:1rem;background:var(--bar);color:var(--paper);font-size:.85rem}
.month .today{outline:2px solid var(--accent);outline-offset:-2px;font-weight:600}
footer{margin-top:1.6rem;color:var(--soft);font-size:.85rem}
footer p{margin:.2rem 0}
@media (max-width:40rem){dl{display:block;width:auto}dd{padding-top:0}dt{border-bottom:0}}
@media print{:root{${light}}@page{margin:12mm}body{padding:0;max-width:none;font-size:9.5pt}thead th,thead td{position:static}tr,dt,dd,h2{break-inside:avoid}h2{break-after:avoid}tbody tr:nth-child(even){background:none}svg,.month span{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`

/** Nothing may be loaded, run or sent. The only exception is the style sheet of the page itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * The beginning of a page, up to the content of `main`. As long as the end is missing, the page says that it is incomplete.
 *
 * @param o.title plain text @param o.applied what narrows the content, one line of plain text
 */
export function pageBegin(o: { readonly title: string; readonly applied?: string | undefined }, t: Catalog): string {
  const broken = `body:not(:has(>footer))::before{content:"${t.page.incomplete}";display:block;margin-bottom:1rem;color:var(--bad)}\n`
  return `<!doctype html>
<html lang="${t.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${html(o.title)}</title>
<style>
${styles}${broken}</style>
</head>
<body>
<header>
<p class="brand"><b>epic</b> events</p>
<h1 dir="auto">${html(o.title)}</h1>
${o.applied ? `<p class="applied" dir="auto">${html(o.applied)}</p>\n` : ''}</header>
<main>
`
}

/** The end of a page. @param notes plain text, a paragraph each */
export function pageEnd(notes: readonly string[]): string {
  return `</main>\n<footer>\n${notes.map((note) => `<p>${html(note)}</p>\n`).join('')}</footer>\n</body>\n</html>\n`
}

/** Text in HTML, between tags and in a quoted attribute. What would act on a browser or deceive a reader is shown as an escape. */
export function html(text: string): string {
  return markup(escapeControlCharacters(text, { lines: true }))
}
