import { findEmail, isStandInEmail } from './email.ts';
import type { VisibleLine } from './visible-lines.ts';

/** What a security policy says about reporting; each with the line that says it. */
export interface ReportChannel {
  readonly kind: 'private' | 'placeholder' | 'public' | 'none';
  readonly line: number;
}

/** Platforms that take reports in private. Hosts and paths, found anywhere in an address. */
const REPORTING_ADDRESSES = [
  ...[
    '/security/advisories',
    '/security/policy/report',
    'hackerone.com/',
    'bugcrowd.com/',
    'intigriti.com/',
    'yeswehack.com/',
  ],
  ...['huntr.dev', 'huntr.com', 'bughunters.google.com', 'g.co/vulnz', 'msrc.microsoft.com', 'tidelift.com/security'],
  ...['security.txt', 'vdp.', 'openbugbounty.org', 'zerodayinitiative.com', 'patchstack.com/', 'wordfence.com/'],
];

/** GitHub's own words for its private reporting, which needs no address: the button is on the repository. */
const REPORTING_PHRASES = [
  ...['private vulnerability reporting', 'privately report a', 'report a vulnerability" button', 'signalement privé'],
  ...['"report a vulnerability"', '“report a vulnerability”', '*report a vulnerability*', '`report a vulnerability`'],
  ...['private schwachstellenmeldung', 'vertrauliche schwachstellenmeldung', 'informe privado', 'segnalazione privata'],
  ...['privé melden', 'relatório privado', 'comunicação privada'],
];

/** What is also said of advisories that are published: these count only beside a word for reporting. */
const ADVISORY_PHRASES = [
  ...['security advisory', 'security advisories', 'avis de sécurité', 'sicherheitshinweis', 'aviso de seguridad'],
  ...['avviso di sicurezza', 'beveiligingsadvies', 'aviso de segurança'],
];
const TO_REPORT = [
  'report',
  'submit',
  'disclos',
  'signal',
  'meld',
  'notific',
  'informar',
  'segnal',
  'relat',
  'comunic',
];

/** Words that, beside an address, say that it is where to report. */
const REPORTING_WORDS = [
  ...['report', 'disclos', 'contact', 'form', 'vulnerab', 'submit'],
  ...['signal', 'formulaire', 'divulg', 'contacte'],
  ...['meld', 'formular', 'kontakt', 'schwachstell', 'sicherheitslück'],
  ...['notific', 'formulario', 'denunci', 'informar', 'comunic'],
  ...['segnal', 'modulo', 'contatt'],
  ...['kwetsbaarhe', 'formulier'],
  ...['relat', 'formulário', 'contato', 'contacto'],
];

/** Addresses that lie open, or that only explain: reporting there is not private, or not reporting. */
const OTHER_ADDRESSES = [
  ...['/issues', '/discussions', '/pulls', '/pull/', 'stackoverflow.com', 'discord.', 'gitter.im', 'docs.github.com'],
  ...[
    'wikipedia.org',
    'cve.org',
    'mitre.org',
    'nvd.nist.gov',
    'owasp.org',
    'first.org',
    'semver.org',
    '/blob/',
    '/releases',
  ],
  ...['shields.io', '.png', '.svg', 'twitter.com', 'x.com/', 'reddit.com', 'contributor-covenant.org'],
];

/** To report in the open: `open an issue`, in seven languages. */
const PUBLIC_PHRASES = [
  ...['open an issue', 'open a issue', 'open a github issue', 'open a new issue', 'create an issue', 'file an issue'],
  ...[
    'raise an issue',
    'submit an issue',
    'open issues',
    'issue tracker',
    'bug tracker',
    'github issues',
    'public issue',
  ],
  ...[
    'ouvrir une issue',
    'ouvrez une issue',
    'ouvrir un ticket',
    'ouvrez un ticket',
    'créer une issue',
    'créez une issue',
  ],
  ...['issue öffnen', 'issue eröffnen', 'issue erstellen', 'ticket erstellen', 'issue anlegen', 'öffnen sie ein issue'],
  ...[
    'abrir un issue',
    'abra un issue',
    'abrir una incidencia',
    'abra una incidencia',
    'crear un issue',
    'cree un issue',
  ],
  ...['aprire una issue', 'apri una issue', 'aprire un issue', 'apra una issue', 'apri un issue', 'creare una issue'],
  ...['open een issue', 'issue openen', 'maak een issue', 'issue aanmaken', 'issue aan te maken'],
  ...['abrir uma issue', 'abra uma issue', 'abrir um issue', 'abra um issue', 'criar uma issue', 'crie uma issue'],
];

/** What templates leave for people to fill in, where it stands for the way to report. */
const PLACEHOLDERS = [
  ...[
    '[insert',
    '<insert',
    '{insert',
    '[your',
    '<your',
    '{your',
    '{{',
    '[email',
    '<email',
    '[e-mail',
    '<e-mail',
    '[contact',
  ],
  ...['<contact', '[security contact', '[security email', 'tell people how to report', 'tell them where to go'],
  ...['[todo', '[tbd', 'todo:', 'fixme', '[link', '[url', '[project', '[adresse', '[correo', '[indirizzo', '[endereço'],
];

/** Only these stand for the way itself, whatever else the text says. */
const UNFILLED = ['[insert', 'tell people how to report', 'tell them where to go'];

/**
 * Finds how a text says that a vulnerability is to be reported: an e-mail address, GitHub's private reporting, a
 * platform or a form. Every test is a search for a fixed string in one line, so that the work is linear in the text.
 */
export function findReportChannel(lines: readonly VisibleLine[]): ReportChannel {
  const said = lines.map(({ number, text }) => ({ number, text: text.toLowerCase() }));
  const unfilled = said.find(({ text }) => hasAny(text, UNFILLED));
  if (unfilled !== undefined) return { kind: 'placeholder', line: unfilled.number };
  const channel = said.find(({ text }, index) => isPrivate(text, said[index - 1]?.text ?? ''));
  if (channel !== undefined) return { kind: 'private', line: channel.number };
  const placeholder = said.find(({ text }) => hasAny(text, PLACEHOLDERS) || isStandInEmail(text));
  if (placeholder !== undefined) return { kind: 'placeholder', line: placeholder.number };
  const open = said.find(({ text }) => hasAny(text, PUBLIC_PHRASES) || text.includes('/issues'));
  if (open !== undefined) return { kind: 'public', line: open.number };
  const sentence = lines.find(({ isHeading }) => !isHeading) ?? lines[0];
  return { kind: 'none', line: sentence?.number ?? 1 };
}

/** @param before the line above: an address often stands alone below the sentence that introduces it */
function isPrivate(text: string, before: string): boolean {
  if (findEmail(text) || hasAny(text, REPORTING_PHRASES)) return true;
  if (hasAny(text, ADVISORY_PHRASES) && hasAny(text, TO_REPORT)) return true;
  const addresses = addressesIn(text);
  if (addresses.some((address) => hasAny(address, REPORTING_ADDRESSES))) return true;
  const isIntroduced = hasAny(text, REPORTING_WORDS) || (before.endsWith(':') && hasAny(before, REPORTING_WORDS));
  return isIntroduced && addresses.some((address) => !hasAny(address, OTHER_ADDRESSES));
}

function hasAny(text: string, phrases: readonly string[]): boolean {
  return phrases.some((phrase) => text.includes(phrase));
}

function addressesIn(text: string): string[] {
  return text.split(/[\s()<>[\]"']/).filter((part) => part.startsWith('https://') || part.startsWith('http://'));
}
