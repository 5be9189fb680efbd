import { ERRORS, type ErrorCode } from '../core/errors.ts';

const READERS = { operator: 'whoever runs Portreeve', person: 'whoever gave the command' } as const;

/** The catalogue of errors as a page of the manual. */
export function renderErrorPage(): string {
  const codes = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS);
  return [
    '# Errors',
    '',
    'What Portreeve says when it cannot go on, and what to do then. A repository that falls short is no error: that is a finding.',
    '',
    ...codes.flatMap((code) => renderError(code)),
  ].join('\n');
}

function renderError(code: ErrorCode): string[] {
  const { reader, sentence, hint } = ERRORS[code];
  return [`## ${code}`, '', `> ${sampleOf(sentence)}`, '', hint, '', `For ${READERS[reader]}.`, ''];
}

/** The sentence with the names of its arguments where they go; an argument that is a list shows as one such name. */
function sampleOf(sentence: (args: never) => string): string {
  const names = new Proxy({}, { get: (_, name) => [`‹${String(name)}›`] });
  return String((sentence as (args: object) => unknown)(names)).replaceAll('\n', '\n> ');
}
