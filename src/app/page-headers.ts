import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * What keeps our own pages to themselves: no script, no frame, nothing from elsewhere, and no copy in a cache.
 * @param styleHash of the one style sheet, which stands in the page
 * @param webUrl GitHub's, to which forms may lead on
 */
export function pageHeaders(styleHash: string, webUrl: string): MiddlewareHandler {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [styleHash],
      formAction: ["'self'", webUrl],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    // The origin alone: with less, browsers send forms with an origin that is none, here and to GitHub.
    referrerPolicy: 'strict-origin',
    // Whether a page is reached by https is the proxy's to know.
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
  });
  return async (c, next) => {
    c.header('Cache-Control', 'no-store');
    return headers(c, next);
  };
}
