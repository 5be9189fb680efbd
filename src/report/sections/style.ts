/** The whole look of a report or a guide, on a screen and on paper: no script, no font, no picture from anywhere. */
export const STYLE = `
:root { color-scheme: light; --ink: #1b2420; --soft: #4a554e; --line: #c3ccc5; --tint: #eef3ee; --green: #2c6a2c }
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: var(--ink); font: 0.95rem/1.45 system-ui, sans-serif }
main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem }
main { padding-top: 1.5rem }
.beside { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem }
.beside > div, .drawn > div { min-width: 0 }
.trend .drawn { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; align-items: center }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.2 }
h2 { margin: 1.1rem 0 .3rem; padding-top: .35rem; border-top: 2px solid var(--green); font-size: 1.02rem }
h3 { margin: .8rem 0 .2rem; font-size: .98rem }
p { margin: .3rem 0 }
.subtitle { color: var(--soft) }
.plain { background: var(--tint); border-left: .3rem solid var(--green); padding: .1rem .9rem .5rem; margin-top: .8rem }
.plain h2 { border: 0; margin: .4rem 0 0; padding: 0 }
.plain p { font-size: 1.08em }
ul { margin: .3rem 0; padding-left: 1.1rem }
li { margin: .2rem 0 }
table { width: 100%; border-collapse: collapse; font-size: .9em }
th, td { padding: .18rem .5rem .18rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  font-weight: normal; overflow-wrap: anywhere }
thead th { color: var(--soft); font-size: .92em; overflow-wrap: normal; hyphens: auto }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: .8rem }
thead .number { white-space: normal }
.goals th { overflow-wrap: normal }
.scroll { overflow-x: auto }
.scroll:focus-visible, a:focus-visible { outline: .2rem solid var(--green); outline-offset: .1rem }
.chart svg { display: block; width: 100%; height: auto }
.note, .more { color: var(--soft); font-size: .82em }
a { color: var(--green) }
code { font: .92em ui-monospace, monospace }
footer { margin-top: 1rem; padding-bottom: 1.5rem; color: var(--soft); font-size: .85em }
footer p { margin: .15rem 0 }
@media screen and (max-width: 46rem) { .beside, .trend .drawn { display: block } }
@page { size: A4; margin: 10mm 13mm }
@media print {
  body { font-size: 9pt; line-height: 1.28 }
  main, footer { max-width: none; padding: 0 }
  .beside, .trend .drawn { gap: 0 7mm }
  h1 { font-size: 16pt }
  h2 { font-size: 10pt; margin: 2.6mm 0 .8mm; padding-top: .8mm; break-after: avoid }
  h3 { font-size: 9.5pt; margin: 1.6mm 0 .4mm; break-after: avoid }
  p, li { margin: .6mm 0; orphans: 3; widows: 3 }
  th, td { padding: .5mm 1.5mm .5mm 0 }
  tr, .chart, .plain, li, .part, section:not(.policies) { break-inside: avoid }
  thead { display: table-header-group }
  .scroll { overflow: visible }
  footer { margin-top: 3mm; padding: 0 }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact }
}
`;
