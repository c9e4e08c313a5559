import { DARK, LIGHT, type Palette } from '#audit-report/palette.ts';

const properties = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

const ground = (name: string): string =>
  `.${name} { background: var(--${name}); color: var(--${name}-ink); }`;

/** Paper is white, whatever the screen is. */
export const STYLE = `
:root { color-scheme: light; ${properties(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${properties(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 72rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.35rem; }
h3 { margin: 0; font-size: 1.15rem; }
h4 { margin: 0; font-size: 1rem; }
p { margin: .25rem 0; }
article > p { break-after: avoid; }
a { color: var(--link); }
.muted { color: var(--muted); }
h4 .muted { font-weight: 400; }
.lead { margin: 1rem 0; font-size: 1.15rem; font-weight: 600; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.counts li { min-width: 7.5rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem; background: var(--surface); }
.counts strong { display: block; font-size: 1.5rem; line-height: 1.2; }
.badge { display: inline-block; padding: 0 .5rem; border-radius: .25rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
${['critical', 'high', 'medium', 'low', 'note'].map(ground).join('\n')}
.wide { overflow-x: auto; }
table { width: 100%; min-width: 56rem; border-collapse: collapse; overflow-wrap: normal; }
caption { padding: .25rem 0; color: var(--muted); text-align: left; }
th, td { padding: .375rem .5rem; border-bottom: 1px solid var(--line); text-align: left; }
thead th { background: var(--surface); font-size: .875rem; vertical-align: bottom; }
tbody th { min-width: 12rem; font-weight: 600; }
tr { break-inside: avoid; }
td, time { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
article { margin: 1.5rem 0 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.part { margin: 1.25rem 0 0; break-inside: avoid; }
.items { margin: .5rem 0; padding: 0; list-style: none; }
.items li { display: grid; grid-template-columns: 9rem 1fr 1fr 12.5rem; gap: 0 1rem; padding: .375rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.items .rest { grid-column: 2 / -1; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .125rem 1rem; margin: .5rem 0 0; padding: .5rem 0 0; border-top: 1px solid var(--line); }
dt { color: var(--muted); }
dd { margin: 0; }
dd ul { margin: 0; padding: 0; list-style: none; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--muted); }
@media screen and (max-width: 48rem) {
  article { padding: .75rem; }
  .items li, .items li > span, dl { display: block; }
  dd { margin-bottom: .375rem; }
}
@media print {
  @page { size: A4; margin: 15mm; }
  :root { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 1.5rem; }
  .wide { overflow: visible; }
  table { min-width: 0; font-size: .875rem; }
  tbody th { min-width: 0; }
  .badge, .number { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  article { border-width: 1px 0 0; border-radius: 0; padding: .75rem 0 0; }
  dd a::after { content: " <" attr(href) ">"; font-size: 8pt; }
}
`;
