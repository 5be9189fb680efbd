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
  /**
   * Presses the button of the page's form, with these fields changed.
   * @param action of the form that is meant, where the page has several
   */
  submit(page: Page, fields?: Readonly<Record<string, string>>, action?: string): Promise<Page>;
  cookieOf(url: string): string | undefined;
}

export function openBrowser(): Browser {
  /** By host, then by name; a port makes no other host, as in life. */
  const cookies = new Map<string, Map<string, string>>();
  const cookieOf = (hostname: string): string | undefined => {
    const own = [...(cookies.get(hostname) ?? [])];
    return own.length === 0 ? undefined : own.map(([name, value]) => `${name}=${value}`).join('; ');
  };

  async function go(url: string, from: string | null, init: RequestInit): Promise<Page> {
    const { hostname, origin } = new URL(url);
    const cookie = cookieOf(hostname);
    const site = from === null ? 'none' : from === origin ? 'same-origin' : 'cross-site';
    const headers = new Headers(init.headers);
    headers.set('sec-fetch-site', site);
    if (cookie !== undefined) headers.set('cookie', cookie);
    if (init.method === 'POST' && from !== null) headers.set('origin', from);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(hostname, line);
    const location = response.headers.get('location');
    if (location !== null) return go(new URL(location, url).href, origin, {});
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }

  function keep(hostname: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = ''] = pair.split('=', 1);
    const own = cookies.get(hostname) ?? new Map<string, string>();
    cookies.set(hostname, own);
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) own.delete(name);
    else own.set(name, pair.slice(name.length + 1));
  }

  return {
    open: (url, headers = {}) => go(url, null, { headers }),
    submit(page, fields = {}, wanted) {
      const { action, method, values } = formOf(page, wanted);
      const body = new URLSearchParams({ ...values, ...fields });
      const from = new URL(page.url).origin;
      return method === 'GET' ? go(`${action}?${body}`, from, {}) : go(action, from, { method, body });
    },
    cookieOf: (url) => cookieOf(new URL(url).hostname),
  };
}

/** The page's one form, or the one with this action, read as HTML has it. */
export function formOf({ url, text }: Pick<Page, 'url' | 'text'>, action?: string) {
  const forms = [...text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)];
  const form = forms.find(([, tag = '']) => action === undefined || attribute(tag, 'action') === action);
  const [, attributes = '', content = ''] = form ?? [];
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
