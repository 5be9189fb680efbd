import type { OperatorError } from '../../core/errors.ts';
import type { GitHubFailure } from '../../github/failure.ts';
import { type Failure, refusalPage } from './pages.ts';

export const OPEN_TERMINAL =
  'Open the address that the terminal shows, on the machine where Portreeve runs or through a tunnel to it.';

export function stranger() {
  return refusalPage(
    'Not this browser',
    'The address of this page works once, in the browser that opens it first.',
    'If that was not you, or you have lost that browser, stop Portreeve with Ctrl-C and start it again: it shows a new address.',
  );
}

export function foreign() {
  return refusalPage('Not from here', 'This was sent by another page, so nothing was done.', OPEN_TERMINAL);
}

export function tooLarge() {
  return refusalPage('Too large', 'This form is far larger than three answers, so nothing was done.', OPEN_TERMINAL);
}

export function unmeasured() {
  return refusalPage('Of unknown length', 'This form does not say how long it is, so nothing was done.', OPEN_TERMINAL);
}

export function forged(): Failure {
  return {
    title: 'This does not belong here',
    sentence:
      'You come back from GitHub with a mark that this page did not give, gave more than an hour ago, or has taken back already.',
    advice: 'Nothing was asked of GitHub. Start over; your answers are still there.',
    isRepeatable: false,
    appsUrl: null,
  };
}

export function malformed(): Failure {
  return { ...forged(), sentence: 'You come back from GitHub without the code that it sends along.' };
}

export function notConverted({ kind, message }: GitHubFailure, appsUrl: string): Failure {
  const isGone = kind === 'not-found';
  return {
    title: 'GitHub did not give the credentials',
    sentence: isGone
      ? 'GitHub does not know this code, or knows it no longer: it is good once, for an hour.'
      : `GitHub did not answer as it should: ${message}`,
    advice: isGone
      ? 'Start over; your answers are still there.'
      : 'Check that this machine reaches GitHub, then try again. Within an hour, nothing is lost by it.',
    isRepeatable: !isGone,
    appsUrl,
  };
}

export function notKept({ message, hint }: OperatorError): Failure {
  return {
    title: 'The credentials could not be kept',
    sentence: message,
    advice: `${hint} Then try again: Portreeve still has them, until you stop it.`,
    isRepeatable: true,
    appsUrl: null,
  };
}
