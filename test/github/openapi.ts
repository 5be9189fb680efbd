import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { ApiError } from './errors.ts';
import type { ApiAnswer } from './rest/route.ts';
import type { Json } from './state.ts';

/** GitHub's published description, as the server holds requests, answers and webhooks against it. */
export interface Contract {
  /** What did not fit, one sentence each. */
  readonly violations: string[];
  /** Throws 422 for a body that does not fit. */
  checkRequest(route: string, body: Json): void;
  /** Throws, and notes a violation, for an answer that does not fit. */
  checkAnswer(route: string, answer: ApiAnswer): void;
  /** Notes a violation for a payload that does not fit. */
  checkWebhook(event: string, payload: Json): void;
}

interface Extract {
  readonly operations: Readonly<
    Record<string, { readonly request?: unknown; readonly answers: Readonly<Record<string, unknown>> }>
  >;
  readonly webhooks: Readonly<Record<string, unknown>>;
}

let extract: Extract | undefined;
let ajv: Ajv | undefined;

/** Reads the extract once for all servers of a process; each schema is compiled when it is first needed. */
function published(): { extract: Extract; ajv: Ajv } {
  if (extract && ajv) return { extract, ajv };
  const text = readFileSync(new URL('./openapi/api.github.com.json', import.meta.url), 'utf8');
  extract = JSON.parse(text, withMergeGroup) as Extract;
  ajv = new Ajv({ strict: false, validateSchema: false, logger: false, allErrors: false, inlineRefs: false });
  formats.default(ajv);
  // The addresses of bots have brackets, which no format of addresses allows.
  ajv.addFormat('email', true);
  ajv.addSchema(extract, 'github');
  return { extract, ajv };
}

/** The description's webhooks about issues list the events of an app as they were before there were merge queues. */
function withMergeGroup(key: string, value: unknown): unknown {
  const isOldList = key === 'enum' && Array.isArray(value) && value.includes('workflow_run');
  return isOldList && !value.includes('merge_group') ? [...value, 'merge_group'] : value;
}

function validatorAt(...path: readonly string[]): ValidateFunction | undefined {
  const pointer = path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  return published().ajv.getSchema(`github#/${pointer}`);
}

function firstError(validate: ValidateFunction): string {
  const error = validate.errors?.at(-1);
  return error ? `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`.trim() : 'unknown';
}

/** Answers to these statuses need no schema. */
const EMPTY = [202, 204, 301, 302, 304, 307];

export function createContract(): Contract {
  const violations: string[] = [];
  return {
    violations,
    checkRequest(route, body) {
      if (published().extract.operations[route]?.request === undefined) return;
      const validate = validatorAt('operations', route, 'request');
      if (validate && !validate(body)) throw new ApiError(422, `Invalid request.\n\n${inGitHubsWords(validate)}`);
    },
    checkAnswer(route, answer) {
      const operation = published().extract.operations[route];
      if (!operation || EMPTY.includes(answer.status)) return;
      const schema = operation.answers[String(answer.status)];
      const validate =
        schema === undefined || schema === null
          ? undefined
          : validatorAt('operations', route, 'answers', String(answer.status));
      const problem =
        validate === undefined
          ? `status ${answer.status} is not described`
          : validate(plain(answer.body))
            ? null
            : firstError(validate);
      if (problem === null) return;
      violations.push(`${route} ${answer.status}: ${problem}`);
      throw new Error(`The answer of ${route} does not fit GitHub's description: ${problem}`);
    },
    checkWebhook(event, payload) {
      const action = typeof payload.action === 'string' ? `-${payload.action}` : '';
      const name = `${event}${action}`.replaceAll('_', '-');
      if (!(name in published().extract.webhooks)) {
        violations.push(`webhook ${name}: not in the extract of the description`);
        return;
      }
      const validate = validatorAt('webhooks', name);
      if (validate && !validate(payload)) violations.push(`webhook ${name}: ${firstError(validate)}`);
    },
  };
}

/** As it goes over the wire: without what is undefined. */
function plain(body: unknown): unknown {
  return body === undefined ? undefined : (JSON.parse(JSON.stringify(body)) as unknown);
}

function inGitHubsWords(validate: ValidateFunction): string {
  const error = validate.errors?.at(-1);
  if (error?.keyword === 'required') return `"${String(error.params.missingProperty)}" wasn't supplied.`;
  return `For '${error?.instancePath.slice(1).replaceAll('/', '.') ?? ''}', ${error?.message ?? 'it does not fit'}.`;
}

/** Whether the extract has a route, as `METHOD template`. */
export function isDescribed(route: string): boolean {
  return route in published().extract.operations;
}
