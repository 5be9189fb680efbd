/** One request over the API, as it was answered. */
export interface RecordedRequest {
  readonly method: string;
  /** Method and template, e.g. `GET /repos/{owner}/{repo}`; the path itself where no route matched. */
  readonly route: string;
  /** The path as sent, with its query. */
  readonly path: string;
  /** 0 while it is being worked on, and for ever when the connection was cut. */
  status: number;
  readonly appId: number | null;
  readonly installationId: number | null;
  /** The login in whose name it was made; `null` for a JWT or none. */
  readonly login: string | null;
  /** Milliseconds since 1970 by the server's clock. */
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether it was meant to change something. */
  readonly isWrite: boolean;
  /** Whether it did: `true` also for a change whose answer was lost. */
  applied: boolean;
}

/** Keeps the requests, and counts them. */
export class Recorder {
  requests: RecordedRequest[] = [];
  /** Method and path of requests that no route serves. */
  readonly unserved: string[] = [];

  countByRoute(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { route } of this.requests) counts[route] = (counts[route] ?? 0) + 1;
    return counts;
  }

  writes(): RecordedRequest[] {
    return this.requests.filter(({ isWrite, applied }) => isWrite && applied);
  }

  reset(): void {
    this.requests = [];
  }
}
