/**
 * The page's style sheet. Colours come in pairs for light and dark; all text on its ground has a contrast of 4.5 or
 * more, which the browser's test measures.
 */
export const style = `
:root { color-scheme: light dark;
  --ground: light-dark(#f6f7f8, #15171a); --surface: light-dark(#ffffff, #1c1f23);
  --text: light-dark(#1d2228, #e4e7ea); --muted: light-dark(#57606a, #a0a8b1);
  --line: light-dark(#dde1e5, #32373d); --track: light-dark(#e3e7eb, #363c43);
  --bar: light-dark(#3a6ea5, #6c9fd8); --link: light-dark(#1f5c99, #8ab6e8);
  --good: light-dark(#1a7037, #5cc27c); --warn: light-dark(#8a5600, #dda94b); --bad: light-dark(#b3261e, #ff8f85); }
:root:has(#theme-light:checked) { color-scheme: light; }
:root:has(#theme-dark:checked) { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.45 system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, .scroll:focus-visible {
  outline: 2px solid var(--link); outline-offset: 2px; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; font-weight: 650; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; font-weight: 650; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; font-weight: 600; }
p { margin: .4rem 0 .75rem; max-width: 75ch; }
h1 small { font-size: 1rem; font-weight: 400; margin-left: .35rem; }
.health { font-size: 1.05rem; margin: .5rem 0 0; }
.asof { margin: 0; }
.muted, caption, dt { color: var(--muted); }
fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: .75rem; color: var(--muted); }
fieldset legend { float: left; padding: 0; margin-right: .75rem; line-height: 24px; }
fieldset label { display: flex; align-items: center; gap: .3rem; min-height: 24px; }
fieldset input { margin: 0; accent-color: var(--link); }
nav ul { list-style: none; margin: .75rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
nav a { display: inline-block; padding: .2rem 0; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.25rem;
  margin: 1rem 0; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: .75rem 1rem; margin: 0; }
dl.facts dd { margin: 0; font-weight: 550; }
dl.facts dd small { display: block; font-weight: 400; }
small { font-size: .857rem; color: var(--muted); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0 0 .4rem; max-width: min(75ch, calc(100vw - 3.3rem)); }
th, td { text-align: left; vertical-align: top; padding: .35rem 1rem .35rem 0; border-top: 1px solid var(--line);
  font-weight: 400; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 0; color: var(--muted); font-size: .857rem; white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 550; }
tbody.items td:first-child { padding-left: 1rem; }
table.compact { width: auto; }
table.compact th, table.compact td { padding-right: 2.5rem; }
tfoot th, tfoot td { font-weight: 650; border-top: 2px solid var(--line); }
.number { text-align: right; white-space: nowrap; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; min-height: 24px; }
th button::after, th.number button::before { content: " \\2195"; opacity: 0; }
th.number button::after, th:not(.number) button::before { content: none; }
th.number button:hover::before, th.number button:focus-visible::before,
th button:hover::after, th button:focus-visible::after { opacity: 1; }
th[aria-sort=ascending] button::after, th.number[aria-sort=ascending] button::before { content: " \\2191"; opacity: 1; }
th[aria-sort=descending] button::after, th.number[aria-sort=descending] button::before { content: " \\2193"; opacity: 1; }
th.number[aria-sort] button::after { content: none; }
.filter { display: block; margin: 0 0 .6rem; color: var(--muted); }
.filter input { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--muted);
  border-radius: 4px; padding: .2rem .5rem; margin-left: .5rem; width: 16rem; max-width: 100%; }
.state { white-space: nowrap; } .health .state { white-space: normal; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .quiet { color: var(--muted); }
.usage { min-width: 8.5rem; max-width: 14rem; }
.usage + .usage { margin-top: .2rem; }
.usage span { display: flex; justify-content: space-between; gap: .75rem; white-space: nowrap; }
svg.bar { display: block; width: 100%; height: 5px; margin-top: 2px; }
td > .usage > svg.bar:only-child { margin-top: .5em; }
svg.bar .track { fill: var(--track); } svg.bar .used { fill: var(--bar); } svg.bar .over { fill: var(--bad); }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.reasons { margin: .1rem 0 0; padding-left: 1.1rem; color: var(--muted); }
details summary { cursor: pointer; }
code { font: .93em ui-monospace, monospace; overflow-wrap: anywhere; }
.nowrap { white-space: nowrap; }
.wide { min-width: 15rem; }
footer { padding-top: .25rem; padding-bottom: 2rem; color: var(--muted); }
@media (max-width: 40rem) {
  header, main, footer { padding-left: .75rem; padding-right: .75rem; }
  section { padding: .75rem; }
}
@media print {
  :root, :root:has(#theme-dark:checked) { color-scheme: light; }
  body { background: none; font-size: 10pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav, fieldset, .filter { display: none; }
  section { border: 0; padding: 0; margin: 1.2rem 0; }
  h2, h3, caption { break-after: avoid; } tr { break-inside: avoid; }
  table { font-size: 8.5pt; } th, td { padding-right: .6rem; } .wide, .usage { min-width: 0; }
  .state, .nowrap, .number, .usage span, thead th { white-space: normal; }
  .scroll { overflow: visible; } thead { display: table-header-group; }
  th button::after, th.number button::before { content: none; }
}
`;
