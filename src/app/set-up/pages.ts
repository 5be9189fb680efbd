import { html, raw } from 'hono/html';
import type { RegisteredApp } from '../../github/convert-manifest.ts';
import { LONGEST_ADDRESS, LONGEST_LOGIN, LONGEST_NAME, type Problems, type Typed, type Wish } from './form.ts';
import type { AppFile } from './manifest.ts';
import { STYLE } from './style.ts';

type Html = ReturnType<typeof html>;

const STEPS = ['Describe it', 'Agree on GitHub', 'Install it'] as const;

function page(title: string, step: number | null, content: Html): Html {
  const steps = STEPS.map(
    (name, index) => html`<li${index === step ? raw(' aria-current="step"') : ''}>${index + 1}. ${name}</li>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Portreeve</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<p class="brand">Portreeve</p>
${step === null ? '' : html`<ol class="steps">${steps}</ol>`}
<h1>${title}</h1>
${content}
</main>
</body>
</html>`;
}

/** The first page: what only a person can know. */
export function formPage(typed: Typed, problems: Problems, { webUrl }: { readonly webUrl: string }): Html {
  const github = new URL(webUrl).host;
  const hasProblems = Object.keys(problems).length > 0;
  return page(
    hasProblems ? 'Almost: please look again' : 'Set up Portreeve',
    0,
    html`<p class="lead">Portreeve runs as a GitHub App that belongs to your organisation alone.
This page registers it on <strong>${github}</strong>: three answers here, one button there.</p>
${hasProblems ? html`<p class="notice" role="alert">Nothing was sent. ${Object.values(problems).length === 1 ? 'One answer needs' : 'Some answers need'} another look.</p>` : ''}
<form class="card" method="post" action="/">
${field('owner', 'Organisation', 'As it stands in its address on GitHub. Leave it empty for your own account.', LONGEST_LOGIN, typed, problems)}
${field('name', 'Name of the app', 'It signs with this name. No other app on all of GitHub may have it.', LONGEST_NAME, typed, problems)}
${field('address', 'Public address of the webhook', 'Where GitHub delivers what happens: https, reachable from GitHub, led to this machine by your proxy.', LONGEST_ADDRESS, typed, problems)}
<button>Continue</button>
</form>`,
  );
}

function field(
  name: keyof Typed,
  label: string,
  help: string,
  longest: number,
  typed: Typed,
  problems: Problems,
): Html {
  const problem = problems[name];
  const attributes = problem === undefined ? '' : raw(' aria-invalid="true"');
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="help" id="${name}-help">${help}</p>
<input id="${name}" name="${name}" value="${typed[name]}" maxlength="${longest}" autocomplete="off" autocapitalize="off" spellcheck="false"${name === 'owner' ? '' : raw(' required')}${attributes} aria-describedby="${name}-help${problem === undefined ? '' : ` ${name}-problem`}">
${problem === undefined ? '' : html`<p class="wrong" id="${name}-problem">${problem}</p>`}
</div>`;
}

/** The second page: what GitHub is going to be asked, and the button that leads there. */
export function consentPage(
  wish: Wish,
  app: AppFile,
  { target, manifest }: { readonly target: string; readonly manifest: string },
): Html {
  const permissions = Object.entries(app.default_permissions).map(
    ([name, access]) => html`<dt>${name.replaceAll('_', ' ')}</dt><dd>${access}</dd>`,
  );
  return page(
    'Agree on GitHub',
    1,
    html`<p class="lead">Next, GitHub shows this app once more and asks whether you want it.
Only an owner of the organisation can agree.</p>
<form class="card" method="post" action="${target}">
<dl>
<dt>Owner</dt><dd>${wish.organization ?? 'your own account'}</dd>
<dt>Name</dt><dd>${wish.name}</dd>
<dt>Webhook</dt><dd><code>${wish.webhookUrl}</code></dd>
<dt>Events</dt><dd>${app.default_events.join(', ').replaceAll('_', ' ')}</dd>
</dl>
<h2>Permissions</h2>
<dl>${permissions}</dl>
<p class="help">Why each is asked for stands in <code>app.yml</code>. Until your configuration says
<code>mode: enforce</code>, Portreeve asks only for tokens that can read.</p>
<input type="hidden" name="manifest" value="${manifest}">
<button>Continue to GitHub</button> <a class="beside" href="/">Change something</a>
</form>`,
  );
}

/** What went wrong on the way back, and what to do. */
export interface Failure {
  readonly title: string;
  readonly sentence: string;
  readonly advice: string;
  /** Whether the same may be tried once more. */
  readonly isRepeatable: boolean;
  /** Where the owner's apps are on GitHub; null where none can have been made. */
  readonly appsUrl: string | null;
}

export function failurePage({ title, sentence, advice, isRepeatable, appsUrl }: Failure): Html {
  const apps =
    appsUrl === null
      ? ''
      : html`<p>If the app stands in <a href="${appsUrl}">your list of apps on GitHub</a> already, delete it there before
you start over: its name would be taken, and its key is known to nobody.</p>`;
  return page(
    title,
    1,
    html`<p class="notice" role="alert">${sentence}</p>
<div class="card">
<p>${advice}</p>
${apps}
${isRepeatable ? html`<form method="post" action="/again"><button>Try again</button> <a class="beside" href="/">Start over</a></form>` : html`<a class="button" href="/">Start over</a>`}
</div>`,
  );
}

export interface Done {
  readonly app: Pick<RegisteredApp, 'name'>;
  readonly installUrl: string;
  /** Of the credentials. */
  readonly path: string;
  readonly isWindows: boolean;
  readonly webhookUrl: string;
  /** Where this machine takes it in, such as `http://127.0.0.1:3000/api/github/webhooks`. */
  readonly localUrl: string;
}

export function donePage({ app, installUrl, path, isWindows, webhookUrl, localUrl }: Done): Html {
  return page(
    'The app is registered',
    2,
    html`<p class="good" role="status"><strong>${app.name}</strong> exists, and Portreeve is starting with it now.
You can close this page when you have read it.</p>
<div class="card">
<h2>What comes next</h2>
<ol class="next">
<li><strong>Lead the deliveries here.</strong> Let your proxy take <code>${webhookUrl}</code> to
<code>${localUrl}</code>, with the body unchanged.</li>
<li><strong>Install the app</strong> on all repositories or on chosen ones.<br>
<a class="button" href="${installUrl}">Install on GitHub</a></li>
<li><strong>Keep a copy of the credentials</strong> where you keep secrets. They are in
<pre>${path}</pre>${
      isWindows
        ? 'On Windows the folder’s own access list decides who can read this file: check that it is yours alone.'
        : 'Only the account that runs Portreeve can read this file.'
    } GitHub shows the key to nobody again. The next <code>npm start</code> finds it there.</li>
<li><strong>Watch first.</strong> Portreeve begins by observing: it judges and writes nothing.
<code>npm run -s portreeve -- findings</code> shows what it found. When you agree with it, commit
<pre># .github/portreeve.yml in the organisation’s .github repository
mode: observe   # later: enforce</pre></li>
</ol>
</div>`,
  );
}

/** For who may not be here, or asks for what is not there. */
export function refusalPage(title: string, sentence: string, advice: string): Html {
  return page(title, null, html`<p class="notice" role="alert">${sentence}</p><p>${advice}</p>`);
}
