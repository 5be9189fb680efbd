/** The least that a receiver can do: HTTP, and the signature. It keeps nothing. */
import { createServer } from 'node:http';
import process from 'node:process';
import { Webhooks } from '@octokit/webhooks';

const webhooks = new Webhooks({ secret: process.env.WEBHOOK_SECRET ?? '' });

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const signature = String(request.headers['x-hub-signature-256']);
    const isSigned = await webhooks.verify(Buffer.concat(chunks).toString('utf8'), signature);
    response.writeHead(isSigned ? 200 : 401).end();
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
