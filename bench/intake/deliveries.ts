import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The installation and repository that the deliveries are about. */
export interface Subject {
  readonly installationId: number;
  readonly repositoryId: number;
  readonly nodeId: string;
}

export interface Delivery {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Events of an ordinary day, as GitHub's own examples have them. */
const EVENTS = ['pull_request', 'push'] as const;

/** Makes deliveries without end: signed bodies in turn, each under an id of its own. */
export function deliveriesAbout(subject: Subject, secret: string): () => Delivery {
  const bodies = EVENTS.map((event) => {
    const body = Buffer.from(JSON.stringify(about(subject, exampleOf(event))));
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    return {
      body,
      headers: { 'content-type': 'application/json', 'x-github-event': event, 'x-hub-signature-256': signature },
    };
  });
  const run = randomBytes(8).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    const { body, headers } = bodies[count % bodies.length] ?? { body: Buffer.alloc(0), headers: {} };
    return { body, headers: { ...headers, 'x-github-delivery': guid(run, count) } };
  };
}

function guid(run: string, count: number): string {
  const tail = count.toString(16).padStart(12, '0');
  return `${run.slice(0, 8)}-${run.slice(8, 12)}-4${run.slice(12, 15)}-8${run.slice(13, 16)}-${tail}`;
}

type Payload = Readonly<Record<string, unknown>>;

const EXAMPLES: readonly { readonly name: string; readonly examples: readonly Payload[] }[] = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json'), 'utf8'),
);

/** The largest of GitHub's examples of an event that tells of something new. */
function exampleOf(event: (typeof EVENTS)[number]): Payload {
  const candidates = EXAMPLES.find(({ name }) => name === event)?.examples ?? [];
  const fitting = candidates.filter(({ action }) => action === undefined || action === 'opened');
  const [largest] = fitting.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  if (largest === undefined) throw new Error(`GitHub’s examples hold no ${event}`);
  return largest;
}

function about({ installationId, repositoryId, nodeId }: Subject, payload: Payload): Payload {
  const repository = { ...(payload.repository as object), id: repositoryId, node_id: nodeId };
  return { ...payload, repository, installation: { id: installationId, node_id: 'MDIz' } };
}
