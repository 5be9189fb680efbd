import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { GitHubFailure } from './failure.ts';

/** Where and as which app people sign in. */
export interface SignInSettings {
  /** `https://github.com`, or the server's own. */
  readonly webUrl: string;
  /** The REST API's address. */
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly userAgent: string;
  /** How long one request may take. */
  readonly timeoutMs?: number;
}

/** Who signed in, in GitHub's own words. */
export interface SignedInPerson {
  readonly accountId: number;
  readonly login: string;
  /** Addresses that GitHub has verified; null: they were not asked for, or may not be read. */
  readonly emails: readonly string[] | null;
}

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 256 * 1024;

/** A secret that only the browser's cookie and this process know, and what GitHub is shown of it (PKCE, S256). */
export function makeVerifier(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/**
 * Where a person agrees to sign in. No scope is asked for: the answer tells who they are, and lets nothing be done.
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export function authorizeAddress(
  { webUrl, clientId }: Pick<SignInSettings, 'webUrl' | 'clientId'>,
  {
    state,
    challenge,
    redirectUrl,
  }: { readonly state: string; readonly challenge: string; readonly redirectUrl: string },
): string {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUrl,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    // Who signs must see as whom.
    prompt: 'select_account',
  });
  return `${webUrl}/login/oauth/authorize?${query}`;
}

/**
 * Who stands behind a code. The token that GitHub gives for it is used for this one question and kept nowhere; for two,
 * where the verified addresses are wanted, which the app may read with the permission *Email addresses: read* alone.
 * @throws GitHubFailure `unauthorized` where the code is not good (any more)
 */
export async function readSignedIn(
  settings: SignInSettings,
  {
    code,
    verifier,
    redirectUrl,
    withEmails,
  }: {
    readonly code: string;
    readonly verifier: string;
    readonly redirectUrl: string;
    readonly withEmails: boolean;
  },
): Promise<SignedInPerson> {
  const exchange = 'POST /login/oauth/access_token';
  const { webUrl, apiUrl, clientId, clientSecret } = settings;
  const answer = await ask(settings, exchange, `${webUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: redirectUrl,
      code_verifier: verifier,
    }).toString(),
  });
  const token = z.object({ access_token: z.string().min(1) }).safeParse(answer).data?.access_token;
  if (token === undefined) {
    const { error_description: why = 'no token' } =
      z.object({ error_description: z.string().max(500).optional() }).safeParse(answer).data ?? {};
    throw new GitHubFailure('unauthorized', exchange, why, { status: 200 });
  }
  const route = 'GET /user';
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` };
  const user = await ask(settings, route, `${apiUrl}/user`, { headers });
  const person = z
    .object({ id: z.int().positive(), login: z.string().min(1).max(100), type: z.literal('User') })
    .safeParse(user).data;
  if (person === undefined) throw new GitHubFailure('invalid', route, 'the answer tells of no person', { status: 200 });
  const emails = withEmails ? await readVerifiedEmails(settings, headers) : null;
  return { accountId: person.id, login: person.login, emails };
}

const Emails = z.array(z.object({ email: z.string().max(320), verified: z.boolean() })).max(100);

/** @see https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user */
async function readVerifiedEmails(
  settings: SignInSettings,
  headers: Readonly<Record<string, string>>,
): Promise<string[] | null> {
  const route = 'GET /user/emails';
  try {
    const answer = Emails.safeParse(
      await ask(settings, route, `${settings.apiUrl}/user/emails?per_page=100`, { headers }),
    );
    if (!answer.success) throw new GitHubFailure('invalid', route, 'the answer lists no addresses', { status: 200 });
    return answer.data.filter(({ verified }) => verified).map(({ email }) => email);
  } catch (error) {
    // The app has no permission for it: the person is signed in all the same.
    if (error instanceof GitHubFailure && error.kind === 'unauthorized') return null;
    throw error;
  }
}

async function ask(
  { userAgent, timeoutMs = TIMEOUT_MS }: SignInSettings,
  route: string,
  url: string,
  init: RequestInit & { readonly headers: Readonly<Record<string, string>> },
): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    // A redirect would carry the secret to an address that nobody configured.
    response = await fetch(url, {
      ...init,
      headers: { ...init.headers, 'user-agent': userAgent },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await response.text();
  } catch {
    // Its words may hold the address; what they would say is that nothing came.
    throw new GitHubFailure('outage', route, 'no answer');
  }
  const { status } = response;
  if (status >= 500) throw new GitHubFailure('outage', route, `status ${status}`, { status });
  if (!response.ok) throw new GitHubFailure('unauthorized', route, `status ${status}`, { status });
  try {
    if (text.length > LONGEST_ANSWER) throw new SyntaxError('the answer is too long');
    return JSON.parse(text);
  } catch {
    // Its words would show parts of what may be a token.
    throw new GitHubFailure('invalid', route, 'the answer is no JSON', { status });
  }
}
