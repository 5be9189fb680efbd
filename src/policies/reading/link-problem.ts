import type { FileContent } from '../../core/files.ts';

type LinkProblem = Extract<FileContent, { kind: 'broken-link' }>['problem'];

const WORDS: Readonly<Record<LinkProblem, string>> = {
  outside: 'that leads out of the repository, where nobody else can follow it',
  dangling: 'that leads to a place where nothing stands',
  loop: 'that leads in a circle',
  folder: 'that leads to a folder, not to a file',
};

/** What is wrong with a symbolic link, to be said after "a symbolic link". */
export function linkProblem(problem: LinkProblem): string {
  return WORDS[problem];
}
