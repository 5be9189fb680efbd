import { PARTY_SLOT } from './license-index.ts';

/** Choices of words for one part of a reference: those that begin alike are one branch, and are compared once. */
export interface ChoiceTree {
  /** Word → what may follow it. */
  readonly words: ReadonlyMap<number, ChoiceTree>;
  /** What may follow a party's name; null where none may stand here. */
  readonly party: ChoiceTree | null;
  /** The choices that end here, by their number. */
  readonly complete: readonly number[];
}

interface Growing {
  readonly words: Map<number, Growing>;
  party: Growing | null;
  readonly complete: number[];
}

/** @param isBackward whether choices are read from their end */
export function growChoices(choices: readonly (readonly number[])[], isBackward: boolean): ChoiceTree {
  const root = seed();
  for (const [number, choice] of choices.entries()) {
    let branch = root;
    for (const word of isBackward ? choice.toReversed() : choice) branch = branchOf(branch, word);
    branch.complete.push(number);
  }
  return root;
}

function seed(): Growing {
  return { words: new Map(), party: null, complete: [] };
}

function branchOf(tree: Growing, word: number): Growing {
  if (word === PARTY_SLOT) {
    tree.party ??= seed();
    return tree.party;
  }
  const known = tree.words.get(word);
  if (known !== undefined) return known;
  const fresh = seed();
  tree.words.set(word, fresh);
  return fresh;
}
