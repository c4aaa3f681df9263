/**
 * How the HTML page looks: on a screen by day and by night, on a phone, on paper.
 *
 * @module
 */

/** The style sheet. The pictures stay white: their colours are for white. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff;
  --raised: #f6f8fa;
  --ink: #1f2328;
  --faint: #57606a;
  --line: #d0d7de;
  --link: #0a5cad;
  --warn: #9a5b00;
  --warn-ground: #fff8e6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117;
    --raised: #161b22;
    --ink: #e6edf3;
    --faint: #9da7b3;
    --line: #30363d;
    --link: #6cb6ff;
    --warn: #e3b341;
    --warn-ground: #251e0b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0 auto;
  max-width: 1080px;
  padding: 40px 24px 80px;
  background: var(--ground);
  color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1 { margin: 0 0 8px; font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; }
h2 { margin: 64px 0 12px; padding-top: 20px; border-top: 1px solid var(--line); font-size: 1.45rem; line-height: 1.3; letter-spacing: -0.01em; }
h3 { margin: 36px 0 8px; font-size: 1.08rem; }
p, ul { margin: 0 0 14px; max-width: 72ch; }
a { color: var(--link); text-underline-offset: 2px; }
code { padding: 1px 5px; border-radius: 4px; background: var(--raised); font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); overflow-x: auto; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 24px; padding: 0; max-width: none; list-style: none; font-size: 0.94rem; }
.notice { max-width: none; padding: 12px 16px; border-left: 4px solid var(--warn); border-radius: 4px; background: var(--warn-ground); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; margin: 24px 0; }
.tiles div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
.tiles dt { color: var(--faint); font-size: 0.84rem; line-height: 1.35; }
.tiles dd { margin: 0 0 2px; font-size: 1.55rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 20px 28px; align-items: start; margin: 12px 0 24px; }
figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; background: #ffffff; overflow: hidden; }
figure svg { display: block; width: 100%; max-width: 520px; height: auto; margin: 0 auto; }
figure + .table { margin-top: 16px; }
.table { overflow-x: auto; margin: 0 0 16px; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { padding: 0 0 8px; color: var(--faint); text-align: left; font-size: 0.86rem; }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { font-weight: 600; }
thead th { color: var(--faint); font-size: 0.82rem; vertical-align: bottom; white-space: normal; }
th:first-child, .words { text-align: left; }
tbody th { font-weight: 500; }
td.words { white-space: normal; }
th:first-child { padding-left: 0; }
a:focus-visible, .table:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 520px) {
  body { padding: 24px 16px 56px; }
  h1 { font-size: 1.6rem; }
  h2 { margin-top: 44px; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tiles dd { font-size: 1.25rem; }
}
@media print {
  :root { --ground: #ffffff; --raised: #ffffff; --ink: #000000; --faint: #444444; --line: #bbbbbb; --link: #000000; --warn: #000000; --warn-ground: #ffffff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; }
  h2, h3, h3 + p { break-after: avoid; }
  .tiles dd { font-size: 1.2rem; }
  figure, tr, .tiles, pre { break-inside: avoid; }
  .pair { grid-template-columns: 1fr 1fr; }
  .table { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: 3px 5px; white-space: normal; }
}
`.trim();
