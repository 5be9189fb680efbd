import { createAppAuth, type StrategyOptions } from '@octokit/auth-app';

type AppAuth = ReturnType<typeof createAppAuth>;

export interface KeyRingOptions {
  readonly appId: number;
  /** PEM; the newest first. */
  readonly privateKeys: readonly string[];
  /** The client's own, as Octokit hands it to every strategy. */
  readonly request?: StrategyOptions['request'];
  readonly log?: StrategyOptions['log'];
}

/**
 * An authentication strategy for Octokit with more than one private key, so that a key can be changed while the app
 * works: GitHub answers 401 to a key that it does not know, or no longer, and then the next one is tried. The one that
 * was good last is tried first.
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/managing-private-keys-for-github-apps
 */
export function createKeyRing({ appId, privateKeys, request, log }: KeyRingOptions): AppAuth {
  const client = { ...(request === undefined ? {} : { request }), ...(log === undefined ? {} : { log }) };
  const [newest, ...others] = privateKeys.map((privateKey) => createAppAuth({ appId, privateKey, ...client }));
  if (newest === undefined) throw new Error('A key ring without a key');
  let inUse: AppAuth = newest;

  const hook = async (...request: Parameters<AppAuth['hook']>) => {
    const first = inUse;
    try {
      return await first.hook(...request);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      for (const auth of [newest, ...others]) {
        if (auth === first) continue;
        const response = await auth.hook(...request).catch(passOver);
        if (response === null) continue;
        inUse = auth;
        return response;
      }
      throw error;
    }
  };
  // Tokens are asked for through the client's own requests, and so by `hook`; the newest key's strategy keeps them.
  return Object.assign(newest.bind(null), { hook }) as AppAuth;
}

/** A key that is not known either is passed over; any other failure is an answer. */
function passOver(error: unknown): null {
  if (isUnauthorized(error)) return null;
  throw error;
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 401;
}
