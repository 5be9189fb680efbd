import type { Entry, EntryContent } from '../ledger/entry.ts';
import type { LedgerExport } from '../ledger/export.ts';
import { htmlText } from './escape.ts';

/** More rows make a page that no browser likes to print. */
const MOST_ROWS = 20_000;

/** A ledger, or one person's rows of it, as a page to print or to keep as a PDF. It loads nothing from anywhere. */
export function renderLedgerPage(
  { organization, account, exportedAt, head, keys, signatures }: Omit<LedgerExport, 'rows' | 'people' | 'format'>,
  entries: readonly Entry[],
): string {
  const name = organization.login ?? `organisation ${organization.id}`;
  const title = account === null ? `Contributor agreements of ${name}` : `What ${name} keeps about account ${account}`;
  const shown = entries.slice(0, MOST_ROWS);
  const more = entries.length - shown.length;
  const signed = signatures.map(({ key }) => key).filter((id) => keys.some((one) => one.id === id));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${htmlText(title)}</h1>
<dl>
<dt>Organisation</dt><dd>${htmlText(name)} (${organization.id})</dd>
<dt>As of</dt><dd>${htmlText(exportedAt)}</dd>
<dt>Rows</dt><dd>${entries.length} of ${head.sequence} in the ledger</dd>
<dt>Head of the ledger</dt><dd><code>${htmlText(head.hash)}</code></dd>
${signed.map((id) => `<dt>Key of the operator</dt><dd><code>${htmlText(id)}</code></dd>`).join('\n')}
</dl>
<p>Each row’s hash covers the row before it. This page is for reading; what can be checked is the signed export of the same
ledger: <code>portreeve ledger verify FILE</code>.</p>
<table>
<caption>Rows, the oldest first</caption>
<thead><tr><th scope="col">Row</th><th scope="col">When</th><th scope="col">What</th><th scope="col">Who</th></tr></thead>
<tbody>
${shown.map(rowOf).join('\n')}
</tbody>
</table>
${more > 0 ? `<p>… and ${more} more, which the export in JSON has.</p>` : ''}
</main>
</body>
</html>
`;
}

function rowOf(entry: Entry): string {
  const { sequence, content, hash } = entry;
  return `<tr><th scope="row">${sequence}</th><td>${htmlText(content.at)}</td><td>${whatOf(content)}<br>Hash of the row: <code>${htmlText(hash)}</code></td><td>${whoOf(entry)}</td></tr>`;
}

function whatOf(content: EntryContent): string {
  switch (content.kind) {
    case 'signed':
      return `Signed ${textOf(content)}, by a ${content.how === 'comment' ? 'comment' : 'page after sign-in'}`;
    case 'imported':
      return `Signed elsewhere (${content.source}): ${textOf(content)}, ${content.isProved ? 'proved there' : 'without proof'}`;
    case 'withdrawn':
      return `Withdrew ${rows(content.of)}`;
    case 'revoked':
      return `The organisation revoked ${rows(content.of)}`;
    case 'erased':
      return `What stood beside ${rows(content.of)} was erased`;
    case 'company-approved':
      return `A company’s agreement was approved: ${textOf(content)}`;
    case 'member-admitted':
      return `Came onto the roster of the company of row ${content.company}, as ${content.role}`;
    case 'member-removed':
      return `Left the roster of the company of row ${content.company}: ${rows(content.of)}`;
    case 'company-terminated':
      return `The agreement of the company of row ${content.company} ended`;
  }
}

function textOf({ agreement, revision }: { readonly agreement: string; readonly revision: string | null }): string {
  const text = revision === null ? 'text not known' : `text <code>${htmlText(revision)}</code>`;
  return `<b>${htmlText(agreement)}</b>, ${text}`;
}

function rows(of: readonly number[]): string {
  return `${of.length === 1 ? 'row' : 'rows'} ${of.join(', ')}`;
}

function whoOf({ personal }: Entry): string {
  if (personal === null) return '<i>not shown, or erased</i>';
  const { accountId, login, name, email, fields, comment, company, domain, reason, by } = personal;
  const facts: (readonly [string, string])[] = [
    ...labelled('Account', accountId === null ? null : String(accountId)),
    ...labelled('Login then', login),
    ...labelled('Name', name),
    ...labelled('E-mail', email),
    ...labelled('Company', company),
    ...labelled('Domain', domain),
    ...Object.entries(fields),
    ...labelled('Comment', comment && `${comment.id}, repository ${comment.repositoryId}, number ${comment.number}`),
    ...labelled('Comment’s text', comment?.bodySha256 ?? null),
    ...labelled('Reason', reason),
    ...labelled('Done by', by && `${by.name}${by.accountId === null ? '' : ` (${by.accountId})`}`),
  ];
  return facts.map(([label, value]) => `${htmlText(label)}: ${htmlText(value)}`).join('<br>');
}

function labelled(label: string, value: string | null): [string, string][] {
  return value === null ? [] : [[label, value]];
}

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; margin: 0 }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.5rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem }
dt { font-weight: 600 }
dd { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: left; font-weight: 600; padding: .5rem 0 }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
@media print, (min-width: 40rem) { tr > :first-child, td:nth-child(2) { white-space: nowrap } }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere }
@page { margin: 1.5cm }
@media print { main { max-width: none; padding: 0 } thead { display: table-header-group } tr { break-inside: avoid } table { font-size: 8pt } }
`;
