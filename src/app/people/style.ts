import { createHash } from 'node:crypto';
import { STYLE as COMMON } from '../set-up/style.ts';

/** What the pages for people have beyond the set-up page's look. */
export const STYLE = `${COMMON}
header, footer { max-width: 42rem; margin: 0 auto; padding: 1.25rem 1.25rem 0; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem;
  justify-content: space-between; align-items: center }
header .brand { margin: 0 }
footer { padding-bottom: 2rem }
main { padding-top: 1.5rem; padding-bottom: 2rem }
.account { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem }
button.quiet { margin-top: .25rem; padding: .45rem .9rem; min-height: 1.5rem; background: none; color: var(--green);
  border: 1px solid var(--green) }
.languages { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; list-style: none; padding: 0; margin: 0 }
.languages a, .languages span { display: inline-block; padding: .25rem 0; min-height: 1.5rem }
.languages [aria-current] { font-weight: 650 }
.text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; padding: 1rem 1.25rem }
.wide { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; font-size: .95rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid var(--line) }
.detail { display: block }
.card + .card { margin-top: 1.25rem }
@media (max-width: 34rem) { thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) } th[scope=row], td { display: block; border: 0; padding: .1rem 0 } }
.check { display: flex; gap: .75rem; align-items: start }
.check input { width: 1.5rem; height: 1.5rem; flex: none; margin: 0 }
.check label { font-weight: 400 }
@media print { header, footer, form, .button { display: none } }
`;

/** For the content security policy: this style, and no other. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
