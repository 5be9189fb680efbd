import type { Element, ElementContent, Root, Text } from 'hast';
import { raw } from 'hono/html';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import type { Repository, World } from '../state.ts';
import { accountByLogin, fullName } from '../state.ts';
import type { Html } from './layout.ts';
import { encodePath, visible } from './text.ts';

/** Where a text stands, which decides what its references lead to. */
export interface MarkdownPlace {
  readonly world: World;
  readonly repository: Repository | null;
  /** The folder that relative links start from, as the path of an address with a slash at its end. */
  readonly base?: string;
  /** Whether a line's end breaks the line: in what people write to one another, not in files. */
  readonly hasBreaks?: boolean;
}

/** GitHub's longest body; files that are longer are shown as they stand. */
const LONGEST = 65_536;

/** More marks than this are no prose: the parsers' time grows with the square of their number. */
const MOST_MARKS = 3000;

/** More nesting than anybody writes, which the parsers would follow until the stack ends. */
const DEEP = /^(?:[ \t]*[>*+-]){100}|^[ \t]{100}|(?:<[a-z][^>]*>\s*){400}|[[(*_!]{1000}/im;

/** Markdown as GitHub renders it: GFM, raw HTML by GitHub's own rules of what is harmless, mentions and references linked. */
export function renderMarkdown(markdown: string, place: MarkdownPlace): Html {
  const marks = markdown.match(/[*_[\]`~|]/g)?.length ?? 0;
  if (markdown.length > LONGEST || marks > MOST_MARKS || DEEP.test(markdown)) {
    return raw(`<pre>${escapeHtml(visible(markdown, { lines: true }))}</pre>`);
  }
  const rendered = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(place.hasBreaks ? [remarkBreaks] : [])
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize, defaultSchema)
    .use(() => (tree: Root) => dress(tree, place))
    .use(rehypeStringify)
    .processSync(markdown);
  return raw(String(rendered));
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What GitHub does after it sanitised: what is added here is made of text and checked addresses alone. */
function dress(tree: Root, place: MarkdownPlace): void {
  visit(tree, 'element', (element, index, parent) => {
    if (element.tagName === 'img' && parent && index !== undefined) {
      parent.children[index] = imageLink(element);
      return SKIP;
    }
    if (element.tagName === 'a') dressLink(element, place);
    return undefined;
  });
  visit(tree, 'text', (text, index, parent) => {
    text.value = visible(text.value, { lines: true });
    const isPlain = parent?.type !== 'element' || !['a', 'code', 'pre'].includes(parent.tagName);
    if (!isPlain || !parent || index === undefined) return undefined;
    const parts = linkReferences(text.value, place);
    parent.children.splice(index, 1, ...parts);
    return [SKIP, index + parts.length];
  });
}

/** A page that loads somebody's picture tells them who reads it: GitHub has a proxy for that, here it is a link. */
function imageLink({ properties }: Element): ElementContent {
  const text: Text = { type: 'text', value: visible(String(properties.alt || 'image')) };
  const { src } = properties;
  if (typeof src !== 'string' || !/^https?:/i.test(src)) return text;
  return { type: 'element', tagName: 'a', properties: { href: src, rel: ['nofollow', 'noopener'] }, children: [text] };
}

function dressLink(element: Element, place: MarkdownPlace): void {
  const { href } = element.properties;
  if (typeof href !== 'string' || href.startsWith('#')) return;
  const isAbsolute = /^[a-z][a-z\d+.-]*:|^\/\//i.test(href);
  if (isAbsolute) {
    element.properties.rel = ['nofollow', 'noopener'];
    return;
  }
  const resolved = URL.parse(href, `http://page${place.base ?? '/'}`);
  if (resolved) element.properties.href = `${resolved.pathname}${resolved.search}${resolved.hash}`;
}

/** `@ada`, `#12` and `city/website#12`, where there is such a thing. */
const REFERENCE =
  /(?<![\w/@#.-])(?:@(?<login>[a-z\d](?:[a-z\d-]{0,38}))|(?:(?<name>[\w.-]+\/[\w.-]+))?#(?<number>\d{1,9}))(?![\w-])/gi;

function linkReferences(text: string, place: MarkdownPlace): ElementContent[] {
  const parts: ElementContent[] = [];
  let at = 0;
  for (const found of text.matchAll(REFERENCE)) {
    const href = addressOf(found.groups ?? {}, place);
    if (href === null) continue;
    parts.push({ type: 'text', value: text.slice(at, found.index) });
    parts.push({
      type: 'element',
      tagName: 'a',
      properties: { href },
      children: [{ type: 'text', value: found[0] }],
    });
    at = found.index + found[0].length;
  }
  return [...parts, { type: 'text', value: text.slice(at) }];
}

function addressOf(
  { login, name, number }: Readonly<Record<string, string | undefined>>,
  { world, repository }: MarkdownPlace,
): string | null {
  if (login !== undefined) {
    const account = accountByLogin(world, login);
    return account ? `/${encodePath(account.login)}` : null;
  }
  const named = name === undefined ? repository : world.names.get(name.toLowerCase())?.repository;
  const issue = named?.deleted ? undefined : named?.issues.get(Number(number));
  if (!named || !issue || world.versions.isRemoved(issue)) return null;
  if (named !== repository && named.visibility !== 'public') return null;
  return `/${encodePath(fullName(named))}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
}
