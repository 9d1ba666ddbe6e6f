/** The look of the report's page: light and dark, and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8886; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
li, p, td, h3 { overflow-wrap: anywhere; }
h2 { margin-top: 2rem; }
a { color: inherit; text-decoration-color: var(--line); }
.tiles { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-left: 6px solid; padding: .5rem 1rem; }
.tiles b { font-size: 1.6rem; }
.mark { border: 1px solid; border-radius: 4px; padding: 0 .4rem; font-size: .85rem; white-space: nowrap; }
.critical { border-color: #b00020; color: light-dark(#b00020, #ff8a95); }
.high { border-color: #b84300; color: light-dark(#a33b00, #ffa36b); }
.medium { border-color: #8a6a00; color: light-dark(#755a00, #e8c350); }
.low { border-color: #356; color: light-dark(#33556b, #9cc3dd); }
section { border-top: 1px solid var(--line); margin-top: 1rem; padding: .5rem 0; }
.resolved, .exempt { opacity: .75; }
pre { background: var(--soft); border: 1px solid var(--line); padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
.rule { white-space: nowrap; }
.small { font-size: .85em; }
.trend { fill: none; stroke: currentColor; stroke-width: 2; }
@media print {
:root { color-scheme: light; print-color-adjust: exact; }
body { max-width: none; margin: 0; font-size: 9.5pt; line-height: 1.35; }
pre { font-size: 8pt; margin: .4rem 0; }
section p, section ul, h3 { margin: .4rem 0; }
section, tr, .tiles { break-inside: avoid; }
h2, h3, thead { break-after: avoid; }
a { text-decoration: none; }
}
`;
