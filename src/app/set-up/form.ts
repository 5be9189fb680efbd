import { BlockList, isIP } from 'node:net';
import { webhookPathProblem } from '../own-paths.ts';
import type { PlainSettings } from '../settings.ts';

/** What a person types on the first page, as typed. */
export interface Typed {
  readonly address: string;
  readonly owner: string;
  readonly name: string;
}

/** The same, checked. */
export interface Wish {
  /** Where GitHub is to deliver to. */
  readonly webhookUrl: string;
  /** Its path. */
  readonly webhookPath: string;
  /** An organisation's login; null: the person's own account. */
  readonly organization: string | null;
  readonly name: string;
}

export type Problems = Partial<Record<keyof Typed, string>>;
export type FormReading = { readonly wish: Wish } | { readonly problems: Problems };

/** GitHub's own limit. */
export const LONGEST_NAME = 34;
export const LONGEST_LOGIN = 39;
export const LONGEST_ADDRESS = 500;

/** Checks what was typed; every problem is one sentence that says what to do. */
export function readForm(typed: Typed, settings: Pick<PlainSettings, 'webUrl' | 'webhookPath'>): FormReading {
  const address = readAddress(typed.address.trim(), settings);
  const owner = typed.owner.trim();
  const name = typed.name.trim();
  const problems: Problems = {
    ...(typeof address === 'string' ? { address } : {}),
    ...(owner === '' || /^[a-z\d][a-z\d-]*$/i.test(owner.slice(0, LONGEST_LOGIN + 1)) ? {} : { owner: NO_LOGIN }),
    ...(owner.length > LONGEST_LOGIN ? { owner: NO_LOGIN } : {}),
    ...nameProblem(name),
  };
  if (typeof address === 'string' || Object.keys(problems).length > 0) return { problems };
  const webhookPath = address.pathname;
  return { wish: { webhookUrl: address.href, webhookPath, organization: owner === '' ? null : owner, name } };
}

const NO_LOGIN =
  'Give the name as it stands in the address of the organisation on GitHub: letters, digits and hyphens.';

function nameProblem(name: string): Problems {
  if (name === '') return { name: 'Give the app a name: it signs with it whatever it writes.' };
  if (name.length > LONGEST_NAME) return { name: `Choose a shorter name: GitHub allows ${LONGEST_NAME} characters.` };
  // Letters of every script, digits, spaces and simple marks: nothing that turns a line around or hides.
  if (!/^[\p{L}\p{M}\p{N} .,&'’()_-]+$/u.test(name)) return { name: 'Use letters, digits, spaces and hyphens only.' };
  return {};
}

/** The address, or what is wrong with it. A bare host is given the webhook's usual path. */
function readAddress(
  text: string,
  { webUrl, webhookPath }: Pick<PlainSettings, 'webUrl' | 'webhookPath'>,
): URL | string {
  if (text === '') return 'Give the address under which GitHub reaches this Portreeve.';
  if (text.length > LONGEST_ADDRESS) return `Give an address of at most ${LONGEST_ADDRESS} characters.`;
  const url = URL.parse(text);
  if (url === null) return 'Give a whole address, such as https://portreeve.city.eu/api/github/webhooks.';
  const github = new URL(webUrl);
  const isAtHome = isLoopback(github.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAtHome)) {
    return 'Give an address that begins with https://, as deliveries must not be read on their way.';
  }
  if (url.username !== '' || url.password !== '') return 'Leave out the user and the password: GitHub signs instead.';
  if (url.search !== '' || url.hash !== '') return 'Leave out everything from the first ? or # on.';
  if (isLoopback(url.hostname) && !isAtHome) {
    return 'Give an address that GitHub can reach: this one means each machine itself.';
  }
  if (github.hostname === 'github.com' && !isPublic(url.hostname)) {
    return 'Give an address that is public: GitHub cannot reach hosts of a private network, nor reserved names.';
  }
  if (url.pathname === '/') url.pathname = webhookPath;
  if (!/^\/[\w./~-]*$/.test(url.pathname)) return 'Give a path of plain letters, digits and the marks / . - _ ~ only.';
  const problem = webhookPathProblem(url.pathname);
  return problem === null ? url : `Give another path: ${url.pathname} ${problem}.`;
}

const LOOPBACK = listOf(['127.0.0.0', 8], ['0.0.0.0', 8], ['::1', 128], ['::', 128]);
/** What the public Internet does not carry (the special-purpose registries of IANA). */
const PRIVATE = listOf(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
);
const RESERVED_NAMES = /(^|\.)(local|localhost|internal|intranet|lan|test|example|invalid|onion|home\.arpa)$/;

function listOf(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family(network));
  return list;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** A host of a parsed URL, without the brackets of IPv6 and the dot at a name's end. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function isIn(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, family(host));
}

function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  return isIn(LOOPBACK, host) || host === 'localhost' || host.endsWith('.localhost');
}

function isPublic(hostname: string): boolean {
  const host = bare(hostname);
  if (isIP(host) !== 0) return !isIn(PRIVATE, host) && !isLoopback(host);
  return host.includes('.') && !RESERVED_NAMES.test(host);
}
