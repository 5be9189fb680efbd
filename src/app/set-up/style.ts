import { createHash } from 'node:crypto';

/** The whole look of the set-up pages: no script, no font, no picture from anywhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b2420; --soft: #55615a; --paper: #f4f6f3; --card: #fff; --line: #d5ddd6;
  --green: #2c6a2c; --on-green: #fff; --red: #a3241d; --tint: #e9f3e9; --red-tint: #fbecea }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ece7; --soft: #a5b2a9; --paper: #121714; --card: #1a211d; --line: #35413a;
    --green: #8fd08f; --on-green: #0d1a0d; --red: #ff9b91; --tint: #1f2f22; --red-tint: #3a2020 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif }
main { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
.brand { margin: 0 0 1.5rem; font-weight: 650; letter-spacing: .01em; color: var(--green) }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2 }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.1rem }
.card > h2:first-child { margin-top: 0 }
p { margin: .5rem 0 }
.lead { color: var(--soft); margin-bottom: 1.5rem }
.steps { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; list-style: none; margin: 0 0 1.5rem; padding: 0;
  font-size: .9rem; color: var(--soft) }
.steps [aria-current] { color: var(--green); font-weight: 650 }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem 1.5rem }
.field + .field { margin-top: 1.25rem }
label { display: block; font-weight: 600 }
.help { margin: .15rem 0 .4rem; color: var(--soft); font-size: .92rem }
input { width: 100%; padding: .55rem .7rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--soft); border-radius: .35rem }
input[aria-invalid] { border-color: var(--red) }
.wrong { margin: .35rem 0 0; color: var(--red); font-weight: 600 }
.notice { border-left: .3rem solid var(--red); background: var(--red-tint); padding: .75rem 1rem; margin: .5rem 0 1.25rem }
.good { border-left: .3rem solid var(--green); background: var(--tint); padding: .75rem 1rem; margin: .5rem 0 1.25rem }
button, .button { display: inline-block; margin-top: 1.25rem; padding: .65rem 1.2rem; font: inherit; font-weight: 650;
  color: var(--on-green); background: var(--green); border: 0; border-radius: .35rem; text-decoration: none; cursor: pointer }
.beside { margin-left: 1rem }
a { color: var(--green) }
a.button { color: var(--on-green) }
:focus-visible { outline: .2rem solid var(--green); outline-offset: .15rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: .5rem 0 }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
code, pre { font: .92em ui-monospace, monospace; overflow-wrap: anywhere }
pre { background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; padding: .6rem .8rem;
  white-space: pre-wrap; margin: .5rem 0 }
ol.next { padding-left: 1.3rem }
ol.next > li { margin: .9rem 0 }
ol.next > li::marker { font-weight: 650; color: var(--green) }
@media (max-width: 30rem) { main { padding-top: 1.25rem } dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem }
  .card { padding: 1rem } .beside { display: block; margin: .75rem 0 0 } }
`;

/** For the content security policy: this style, and no other. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
