import { day } from './day.ts';
import { markdownCode, markdownText, mention } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, type ReportFrame } from './frame.ts';

/** What is asked in a company's name and waits for the organisation's answer. */
export interface AskedOfCompany {
  readonly number: number;
  readonly kind: 'sign' | 'join' | 'invite';
  readonly agreementId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly accountId: number;
  readonly login: string;
  readonly askedAt: Date;
}

const LONGEST_LIST = 40_000;

/** The issue in which what is asked in companies' names is answered. @param isPublic then nobody is named in it */
export function renderCompanies(
  frame: ReportFrame,
  { requests, isPublic }: { readonly requests: readonly AskedOfCompany[]; readonly isPublic: boolean },
): { readonly title: string; readonly body: string } {
  const { words } = frame;
  const footer = `---\n${words.say('footer', { office: officeName(frame) })}`;
  const title = words.say('companies.title');
  if (requests.length === 0) return { title, body: [words.say('companies.nobody'), footer].join('\n\n') };
  const lines = requests.map((one) => `- ${isPublic ? numberOnly(frame, one) : described(frame, one)}`);
  const list = fitting(words, lines, LONGEST_LIST).join('\n');
  const how = words.say('companies.how', {
    approve: markdownCode('/portreeve company approve N'),
    refuse: markdownCode('/portreeve company refuse N REASON'),
  });
  const more = isPublic ? [words.say('companies.public', { command: markdownCode('portreeve company requests') })] : [];
  const intro = words.say('companies.intro', { count: requests.length });
  return { title, body: [intro, list, how, ...more, footer].join('\n\n') };
}

function numberOnly({ words }: ReportFrame, { number, askedAt }: AskedOfCompany): string {
  return words.say('companies.hidden', { number: `**${number}**`, date: day(words.language, askedAt.toISOString()) });
}

function described({ words }: ReportFrame, request: AskedOfCompany): string {
  const { number, kind, agreementId, name, domain, accountId, login, askedAt } = request;
  const asked = {
    number: `**${number}**`,
    company: `**${markdownText(name)}**`,
    agreement: markdownCode(agreementId),
    person: `${markdownText(login)} (${accountId})`,
    date: day(words.language, askedAt.toISOString()),
  };
  const said = words.say(kind === 'sign' ? 'companies.sign' : 'companies.join', asked);
  return domain === null ? said : `${said} ${words.say('companies.domain', { domain: markdownCode(domain) })}`;
}

/** Calls the one person whom the configuration names. */
export function renderCompaniesNote({ words }: ReportFrame, contact: string, count: number): string {
  return words.say('companies.contact', { contact: mention(contact), count });
}
