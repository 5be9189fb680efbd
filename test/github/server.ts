import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { serveAppManifest } from './app-manifest.ts';
import type { ServerParts } from './exchange.ts';
import { callerOf, limitKey, parseBody, readBody } from './exchange.ts';
import { serveGraphql } from './serve-graphql.ts';
import { serveRest } from './serve-rest.ts';
import { serveSignIn } from './sign-in.ts';
import { serveGit } from './smart-http.ts';

export function createApiServer(parts: ServerParts): Server {
  return createServer((incoming, outgoing) => {
    handle(parts, incoming, outgoing).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ message: `The embedded GitHub failed: ${message}` }));
    });
  });
}

async function handle(parts: ServerParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  // A name that only DNS leads here would let another site's page act as the person that is signed in.
  if (!isOwnName(incoming.headers.host)) {
    outgoing.writeHead(421, { 'content-type': 'text/plain', connection: 'close' });
    outgoing.end('The embedded GitHub is for the machine that it runs on.\n');
    return;
  }
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  if (await serveGit(parts.world, incoming, outgoing, url)) return;
  if (parts.isPage(incoming, url)) {
    const serve = await parts.pages();
    return serve(incoming, outgoing);
  }
  const text = await readBody(incoming);
  if (serveSignIn(parts.world, { incoming, outgoing, url, text })) return;
  if (serveAppManifest(parts.world, { incoming, outgoing, url, text })) return;
  const prefix = url.pathname.startsWith('/api/v3/') ? '/api/v3' : '';
  const path = url.pathname.slice(prefix.length).replace(/(.)\/$/, '$1');
  const body = parseBody(text);
  const known = callerOf(parts.world, incoming);
  const exchange = { incoming, outgoing, url, path, prefix, body: body ?? {}, ...known };
  const key = limitKey(known.caller);
  parts.limits.begin(key);
  outgoing.on('close', () => parts.limits.leave(key));
  await parts.admitted();
  const isGraphql = incoming.method === 'POST' && (path === '/graphql' || path === '/api/graphql');
  if (isGraphql) await serveGraphql(parts, exchange);
  else serveRest(parts, exchange, body === undefined);
}

function isOwnName(host = ''): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host.replace(/:\d+$/, ''));
}
