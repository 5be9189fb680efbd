/** A page as a person without scripts sees it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Follows links and sends forms as a browser does: cookies by host, `Origin` and `Sec-Fetch-Site` on what is sent. */
export interface Browser {
  open(url: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Presses the button of the page's form, with these fields changed. */
  submit(page: Page, fields?: Readonly<Record<string, string>>): Promise<Page>;
  cookieOf(url: string): string | undefined;
}

export function openBrowser(): Browser {
  const cookies = new Map<string, string>();

  async function go(url: string, from: string | null, init: RequestInit): Promise<Page> {
    const { hostname, origin } = new URL(url);
    const cookie = cookies.get(hostname);
    const site = from === null ? 'none' : from === origin ? 'same-origin' : 'cross-site';
    const headers = new Headers(init.headers);
    headers.set('sec-fetch-site', site);
    if (cookie !== undefined) headers.set('cookie', cookie);
    if (init.method === 'POST' && from !== null) headers.set('origin', from);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) cookies.set(hostname, line.split(';')[0] ?? '');
    const location = response.headers.get('location');
    if (location !== null) return go(new URL(location, url).href, origin, {});
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }

  return {
    open: (url, headers = {}) => go(url, null, { headers }),
    submit(page, fields = {}) {
      const { action, method, values } = formOf(page);
      const body = new URLSearchParams({ ...values, ...fields });
      return go(action, new URL(page.url).origin, { method, body });
    },
    cookieOf: (url) => cookies.get(new URL(url).hostname),
  };
}

/** The page's one form, read as HTML has it. */
export function formOf({ url, text }: Pick<Page, 'url' | 'text'>) {
  const [, attributes = '', content = ''] = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(text) ?? [];
  const fields = [...content.matchAll(/<(?:input|button)\b([^>]*)>/g)].flatMap(([, tag = '']) => {
    const name = attribute(tag, 'name');
    return name === null ? [] : [[name, attribute(tag, 'value') ?? '']];
  });
  return {
    action: new URL(attribute(attributes, 'action') ?? url, url).href,
    method: (attribute(attributes, 'method') ?? 'get').toUpperCase(),
    values: Object.fromEntries(fields) as Record<string, string>,
  };
}

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : unescaped(value);
}

function unescaped(text: string): string {
  return text.replaceAll(/&(quot|amp|lt|gt|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" };
