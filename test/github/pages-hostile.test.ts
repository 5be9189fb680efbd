import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium, openChromium } from '../support/chromium.ts';
import { aTown, type Town } from './support.ts';

const BIDI = '\u202Egnp.exe\u2066';
const TAGS = `"'></textarea></title></p><script>hacked()</script><img src=x onerror=hacked()><svg onload=hacked()>${BIDI}`;
const FILE = `"><img src=x onerror=hacked()>${BIDI}.md`;
/** git allows all of this in a branch's name. */
const BRANCH = `x"><img/src=x/onerror=hacked()>'&lt;${BIDI}`;

const MARKDOWN = [
  TAGS,
  '[a](javascript:hacked()) [b](JaVaScRiPt:hacked()) [c](data:text/html,<script>hacked()</script>) [d](vbscript:hacked())',
  '<a href="javascript:hacked()">e</a> <a href="java&#10;script:hacked()">f</a> <a href=" &#14; javascript:hacked()">g</a>',
  '![h](javascript:hacked()) ![i](https://tracker.example/i.png) <img src="//tracker.example/j.png">',
  '<iframe src="https://evil.example"></iframe><object data="x"></object><embed src="x"><base href="https://evil.example/">',
  '<form action="https://evil.example"><input autofocus onfocus=hacked() name=login><button>k</button></form>',
  '<style>body { display: none }</style><link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example"><details open ontoggle=hacked()>l</details>',
  '<p style="position:fixed;inset:0" id="content" class="pill" data-fresh onclick=hacked()>m</p>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hacked()&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=hacked()>">',
  `<xmp><script>hacked()</script></xmp><template><script>hacked()</script></template>`,
].join('\n\n');

let town: Town;
let paths: readonly string[] = [];

beforeAll(async () => {
  town = await aTown();
  const { github, ada, town: owner, octokit } = town;
  github.signIn(ada);
  ada.name = TAGS;
  const repository = github.createRepository({
    owner,
    name: 'hostile',
    description: TAGS,
    homepage: 'javascript:hacked()',
    topics: [TAGS],
    files: { 'README.md': MARKDOWN, [FILE]: TAGS, 'a\nb.md': MARKDOWN, '-rf': 'x', [`${BIDI}/${FILE}`]: 'x' },
    message: TAGS,
    author: { name: TAGS, email: 'x@example.org' },
  });
  const issue = github.openIssue(repository, { title: TAGS, body: MARKDOWN, labels: ['bug'], author: ada });
  github.comment(issue, MARKDOWN, ada);
  github.editIssue(issue, { title: `${TAGS} again` }, ada);
  const pull = github.openPullRequest({
    repository,
    files: { [FILE]: MARKDOWN },
    deletes: ['-rf'],
    head: BRANCH,
    title: TAGS,
    body: MARKDOWN,
    author: ada,
  });
  await octokit.checks.create({
    owner: 'town',
    repo: 'hostile',
    name: TAGS,
    head_sha: pull.head.sha,
    conclusion: 'failure',
    details_url: 'javascript:hacked()',
    output: {
      title: TAGS,
      summary: MARKDOWN,
      text: MARKDOWN,
      annotations: [
        {
          path: FILE,
          start_line: 1,
          end_line: 1,
          annotation_level: 'failure',
          title: TAGS,
          message: TAGS,
          raw_details: TAGS,
        },
        { path: TAGS, start_line: 1, end_line: 1, annotation_level: 'notice', message: TAGS },
      ],
    },
    actions: [{ label: '<script>', description: '<img src=x onerror=hacked()>', identifier: '"><script>' }],
  });
  github.guide = {
    title: TAGS,
    introduction: MARKDOWN,
    chapters: [{ title: TAGS, subjects: [issue, pull, repository] }],
    suggestions: [{ title: TAGS, text: TAGS, by: ada, isPossible: () => true, act: () => issue }],
  };
  const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');
  const base = '/town/hostile';
  paths = [
    '/',
    '/town',
    base,
    `${base}/issues`,
    `${base}/issues/1`,
    `${base}/pulls`,
    `${base}/pull/2`,
    `${base}/commit/${pull.head.sha}`,
    `${base}/commits/${encoded(BRANCH)}`,
    `${base}/tree/${encoded(BRANCH)}`,
    `${base}/tree/main/${encoded(BIDI)}`,
    `${base}/blob/${encoded(BRANCH)}/${encoded(FILE)}`,
    `${base}/blob/main/a%0Ab.md`,
    `${base}/edit/${encoded(BRANCH)}/${encoded(FILE)}`,
    `${base}/new/main?filename=${encodeURIComponent(TAGS)}`,
    `${base}/delete/main/${encoded(FILE)}`,
    ...repository.checkRuns.map(({ id }) => `${base}/runs/${id}`),
    `/${encoded(TAGS)}?x=${encodeURIComponent(TAGS)}`,
  ];
});

afterAll(() => town.github.close());

async function fetchPage(path: string): Promise<string> {
  const response = await fetch(`${town.github.url}${path}`, { headers: { accept: 'text/html' } });
  return response.text();
}

/** What tags of a page hold, names and attributes: all that a browser would act on. */
function tagsOf(page: string): string[] {
  return page.match(/<[a-z][^\s>]*(?:\s+[^\s=>]+(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?)*\s*>/gi) ?? [];
}

test('nothing that people write becomes a tag, a handler, a script address or a picture', async () => {
  expect(paths).toHaveLength(18);
  for (const path of paths) {
    const page = await fetchPage(path);
    const tags = tagsOf(page);
    const scripts = tags.filter((tag) => /^<(script|style|link|base|meta|iframe|object|embed|img)\b/i.test(tag));

    expect(tags.length).toBeGreaterThan(20);
    expect(scripts.map((tag) => tag.replace(/nonce="[^"]+"/, 'nonce'))).toEqual([
      '<meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="color-scheme" content="light dark">',
      '<link rel="icon" href="/-/icon.svg">',
      '<link rel="stylesheet" href="/-/style.css" nonce>',
      '<script type="module" src="/-/live.js" nonce>',
    ]);
    expect(tags.filter((tag) => /\s(on\w+|style)\s*=/i.test(tag.replaceAll(/"[^"]*"/g, '""')))).toEqual([]);
    expect(tags.filter((tag) => /(?:href|src|action)="\s*(?:javascript|data|vbscript):/i.test(tag))).toEqual([]);
    // What a form sends back must be what stands there; all that is read is not.
    const read = page.replaceAll(/<textarea[\s\S]*?<\/textarea>|<[^>]*>/g, '');
    expect(read.match(/[\u202A-\u202E\u2066-\u2069]/g)).toBeNull();
  }
});

test('a file that is served as it is does not run', async () => {
  const response = await fetch(`${town.github.url}/town/hostile/raw/main/README.md`);

  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

describe('texts made to exhaust a parser', () => {
  test.each([
    ['quotes', '>'.repeat(60_000)],
    ['lists', '- '.repeat(30_000)],
    ['brackets', '['.repeat(60_000)],
    ['links', '[a]('.repeat(15_000)],
    ['stars', '*a_ '.repeat(15_000)],
    ['tags', '<div>'.repeat(12_000)],
    ['tags in lines', '<b>\n'.repeat(16_000)],
    ['backticks', Array.from({ length: 300 }, (_, length) => '`'.repeat(length)).join(' ')],
    ['footnotes', '[^a]: b\n\n[^a]'.repeat(4000)],
    ['a table', `${'|a'.repeat(8000)}\n${'|-'.repeat(8000)}\n${'|b'.repeat(8000)}`],
    ['indents', Array.from({ length: 340 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
  ])('%s', async (_name, body) => {
    const issue = town.github.openIssue(town.website, { title: 'Long', body: body.slice(0, 65_000) });

    const response = await fetch(`${town.github.url}/town/website/issues/${issue.number}`);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Long');
  });
});

// In CI a browser must be there; elsewhere, one who has none can still run the rest.
const inBrowser = findChromium() === null && process.env.CI === undefined ? test.skip : test;

inBrowser(
  'a browser runs nothing of it and complains of nothing',
  async () => {
    const browser: Browser = await openChromium();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('dialog', (dialog) => complaints.push(dialog.message()));
      page.on('request', (request) => {
        if (!request.url().startsWith(town.github.url)) complaints.push(`asked for ${request.url()}`);
      });
      await page.addInitScript('globalThis.hacked = () => { globalThis.isHacked = true; };');
      for (const path of paths.slice(0, -1)) {
        await page.goto(`${town.github.url}${path}`, { waitUntil: 'load' });

        expect(await page.evaluate('globalThis.isHacked')).toBeUndefined();
        expect(await page.locator('main').isVisible()).toBe(true);
      }
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  },
  120_000,
);
