import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a sealed value is for: one made for one purpose is none for another. */
export type Purpose = 'session' | 'sign-in' | 'form';

/** Makes values that a browser keeps for us, and that nobody else can have made. */
export interface Sealer {
  /** @param until milliseconds since 1970 */
  seal(purpose: Purpose, value: unknown, until: number): string;
  /** The value again; null where it is not ours, was altered, is for something else, or is too old. */
  open(purpose: Purpose, sealed: string | undefined, now: number): unknown;
}

const LONGEST = 3_000;

/** @param secret known to every replica and to nobody else, such as the app's private key */
export function createSealer(secret: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'portreeve pages for people', 32));
  const signatureOf = (purpose: Purpose, content: string) =>
    createHmac('sha256', key).update(`${purpose}\n${content}`).digest('base64url');
  return {
    seal(purpose, value, until) {
      const content = Buffer.from(JSON.stringify({ value, until })).toString('base64url');
      return `${content}.${signatureOf(purpose, content)}`;
    },
    open(purpose, sealed, now) {
      if (sealed === undefined || sealed.length > LONGEST) return null;
      const [content = '', signature = '', ...more] = sealed.split('.');
      const expected = Buffer.from(signatureOf(purpose, content));
      const given = Buffer.from(signature);
      if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const { value, until } = JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as {
        value: unknown;
        until: number;
      };
      return until > now ? value : null;
    },
  };
}
