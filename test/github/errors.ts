import type { Json } from './state.ts';

/** A refusal in GitHub's words; the server turns it into an answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, more: Json = {}, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.body = { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) };
    this.headers = headers;
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** 422 with the list of errors that clients show. */
export function validationFailed(...errors: readonly Json[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors });
}
