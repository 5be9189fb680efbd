import type { Octokit } from '@octokit/rest';
import { GitHubFailure } from './failure.ts';

interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** Larger documents are not read: 50,000 packages fit in this many bytes. */
const LARGEST_BILL = 50_000_000;
const DOWNLOAD_TIMEOUT_MS = 60_000;
const BELOW = '/repos/{owner}/{repo}/dependency-graph/sbom';

/** What GitHub answered to the wish for a bill of materials. */
export type AskedBill =
  | { readonly status: 'asked'; readonly report: string }
  | { readonly status: 'unavailable'; readonly reason: string };

/**
 * Asks GitHub to write a repository's bill of materials (SBOM). The route that answered at once is gone since November 2026.
 * @see https://docs.github.com/en/rest/dependency-graph/sboms
 */
export async function askForBill(reader: Octokit, where: Place): Promise<AskedBill> {
  try {
    const { data } = await reader.request(`GET ${BELOW}/generate-report`, { ...where });
    const report = reportIn(data);
    return report === null
      ? { status: 'unavailable', reason: 'GitHub did not say where the bill of materials will be' }
      : { status: 'asked', report };
  } catch (error) {
    const reason = whyNot(error);
    if (reason === null) throw error;
    return { status: 'unavailable', reason };
  }
}

/** The last part of the report's address: where it lies is known without it. */
function reportIn(data: unknown): string | null {
  const url = typeof data === 'object' && data !== null && 'sbom_url' in data ? data.sbom_url : null;
  return typeof url === 'string' ? (/\/fetch-report\/([0-9A-Za-z-]{1,100})$/.exec(url)?.[1] ?? null) : null;
}

/** A server of an organisation's own may lack the route altogether; to us it looks like a graph that is off. */
function whyNot(error: unknown): string | null {
  if (!(error instanceof GitHubFailure)) return null;
  if (error.kind === 'not-found') return 'the dependency graph is off, or this server writes no bills of materials';
  return error.kind === 'forbidden' ? 'Portreeve may not read it' : null;
}

/** How a report stands that GitHub was asked for. */
export type FetchedBill =
  | { readonly status: 'ready'; readonly document: unknown }
  | { readonly status: 'waiting' }
  /** It is kept for a week at most: it has to be asked for again. */
  | { readonly status: 'gone' };

/**
 * Fetches a report: GitHub answers with the address of a download when it is ready. That address is all that is needed:
 * no token goes there.
 * @throws GitHubFailure `outage` where the download fails or is no JSON
 */
export async function fetchBill(reader: Octokit, where: Place, report: string): Promise<FetchedBill> {
  const route = `GET ${BELOW}/fetch-report/{sbom_uuid}`;
  try {
    // Octokit's types know neither the route nor that a redirect may be the answer.
    const options = { ...where, sbom_uuid: report, request: { isRedirectWanted: true } };
    const { status, headers } = await reader.request(route, options);
    if (Number(status) !== 302) return { status: 'waiting' };
    const home = new URL(reader.request.endpoint.DEFAULTS.baseUrl);
    return { status: 'ready', document: await download(route, String(headers.location ?? ''), home) };
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return { status: 'gone' };
    throw error;
  }
}

async function download(route: string, location: string, home: URL): Promise<unknown> {
  const fail = (message: string) => new GitHubFailure('outage', route, message);
  const url = URL.canParse(location) ? new URL(location) : null;
  if (url === null || (url.protocol !== 'https:' && url.origin !== home.origin)) {
    throw fail('the download has no address that may be gone to');
  }
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) }).catch(
    (cause: unknown) => {
      throw fail(`the download failed: ${cause instanceof Error ? cause.message : String(cause)}`);
    },
  );
  if (!answer.ok || answer.body === null) throw fail(`the download was answered with ${answer.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.length;
    if (size > LARGEST_BILL) throw fail(`the download has more than ${LARGEST_BILL} bytes`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw fail('the download is not JSON');
  }
}
