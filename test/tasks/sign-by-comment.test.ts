import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { sha256 } from '../../src/ledger/chain.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { eraseAccount, ledgerPlace, readLedger, signaturesOf } from '../../src/store/ledger.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { conversationRequest } from '../../src/tasks/requests.ts';
import type { Account, Comment, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, only, requestsOf, writesOf } from './on-github.ts';

const TEXT =
  '---\nid: city-cla\nkind: individual\ntitle: City agreement\nlanguages: [en, de]\n---\nYou grant us this.\n';
const SHORT = revisionOf(TEXT).slice(0, 12);
const SENTENCE = `I have read the agreement city-cla in its revision ${SHORT}, and I sign it.`;
const NAME = 'Portreeve CLA';

let house: House;
let files: Repository;
let stops: Repository;
let ferries: Repository;
let grace: Account;

beforeEach(async () => {
  const configuration =
    'mode: enforce\nchecks: false\ncontributions: {agreement: {agreements: [city-cla]}, onboarding: {pullRequests: false}}\n';
  house = await openHouse({ configuration });
  files = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  ferries = house.github.createRepository({ owner: house.organization, name: 'ferries', files: ALL_WELL });
  grace = house.github.createUser('grace');
  await publish(TEXT);
});
afterEach(() => house.close());

async function publish(text: string): Promise<void> {
  house.github.pushFiles(files, { files: { 'agreements/city-cla.md': text }, message: 'Change the agreement' });
  await house.refresh();
  await house.drain();
}

async function openPull(repository = stops, author = grace): Promise<PullRequest> {
  const commits = [{ files: { 'one.txt': 'one' }, message: 'One', author }];
  const pull = house.github.openPullRequest({ repository, author, fork: true, head: 'feature', commits });
  await house.check(repository, pull.issue.number);
  return pull;
}

function taskFor(pull: PullRequest, comment: Comment, repository = stops) {
  return conversationRequest({
    work: 'signing',
    installationId: house.installation.id,
    repositoryId: repository.id,
    nodeId: repository.nodeId,
    repository: repository.name,
    number: pull.issue.number,
    isPullRequest: true,
    commentId: comment.id,
  });
}

async function heed(pull: PullRequest, comment: Comment): Promise<void> {
  house.enqueued.push(taskFor(pull, comment));
  await house.drain();
}

const say = (pull: PullRequest, body: string, author = grace) => house.github.comment(pull, body, author);
const verdictOf = (pull: PullRequest, repository = stops) => checkOf(repository, pull.head.sha, NAME);

function ledger() {
  const { id } = house.installation;
  return house.store.asInstallation(id, async (db) => readLedger(db, await ledgerPlace(db, id)));
}

function signatures(account = grace) {
  const { id } = house.installation;
  return house.store.asInstallation(id, async (db) => (await signaturesOf(db, id, [account.id])).signatures);
}

async function erase(account = grace): Promise<void> {
  const { id } = house.installation;
  await house.store.asInstallation(id, async (db) =>
    eraseAccount(db, await ledgerPlace(db, id), account.id, { reason: 'Asked for it', by: null }, house.context.now()),
  );
}

describe('the sentence in a comment of one’s own', () => {
  test('signs: all open pull requests of the person turn, and the ledger says what was signed, when and how', async () => {
    const [here, there] = [await openPull(), await openPull(ferries)];
    const another = house.github.createUser('linus');
    const foreign = await openPull(ferries, another);
    expect([verdictOf(here), verdictOf(there, ferries)].map(({ conclusion }) => conclusion)).toEqual([
      'failure',
      'failure',
    ]);

    const comment = say(here, `Hello!\n\n${SENTENCE}\n\nThank you.`);
    await heed(here, comment);

    expect([verdictOf(here), verdictOf(there, ferries)].map(({ conclusion }) => conclusion)).toEqual([
      'success',
      'success',
    ]);
    expect(verdictOf(foreign, ferries).conclusion).toBe('failure');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
    const { rows, people } = await ledger();
    expect(JSON.parse(only(rows).line)).toMatchObject({
      content: {
        kind: 'signed',
        agreement: 'city-cla',
        revision: revisionOf(TEXT),
        language: 'en',
        how: 'comment',
        policy: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    });
    expect(only(rows).line).not.toContain('grace');
    expect(JSON.parse(only(people).data)).toMatchObject({
      accountId: grace.id,
      login: 'grace',
      comment: { id: comment.id, repositoryId: stops.id, number: here.issue.number, bodySha256: sha256(comment.body) },
    });
  });

  test('in another language of the agreement signs as well, and says so', async () => {
    const pull = await openPull();
    await heed(
      pull,
      say(pull, `Ich habe die Vereinbarung city-cla in der Fassung ${SHORT} gelesen und unterschreibe sie.`),
    );

    expect(verdictOf(pull).conclusion).toBe('success');
    expect(only((await ledger()).rows).line).toContain('"language":"de"');
  });

  test('costs one request to read the comment, and one for the reaction', async () => {
    const pull = await openPull();
    const comment = say(pull, SENTENCE);
    const before = requestsOf(house).length;
    await taskHandlers(house.context).conversation(taskFor(pull, comment).data, {
      startedAt: new Date(),
      attempt: 1,
      signal: new AbortController().signal,
    });

    expect(requestsOf(house).slice(before)).toEqual([
      'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
      'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    ]);
  });

  test('delivered again, and said again, it writes nothing', async () => {
    const pull = await openPull();
    const comment = say(pull, SENTENCE);
    await heed(pull, comment);
    const writes = writesOf(house).length;
    await heed(pull, comment);
    expect(writesOf(house)).toHaveLength(writes);

    await heed(pull, say(pull, SENTENCE));
    expect((await ledger()).rows).toHaveLength(1);
  });

  test('S19: whoever takes the login later has not signed', async () => {
    const pull = await openPull();
    await heed(pull, say(pull, SENTENCE));
    Object.assign(grace, { login: 'countess' });
    const taker = house.github.createUser('grace');
    const theirs = await openPull(ferries, taker);

    expect(verdictOf(theirs, ferries).conclusion).toBe('failure');
    await house.check(stops, pull.issue.number);
    expect(verdictOf(pull).conclusion).toBe('success');
  });
});

describe('what is no signature', () => {
  test.each<[string, (pull: PullRequest) => Comment, string | null]>([
    ['S15: quoted', (pull) => say(pull, `> ${SENTENCE}`), 'must stand by itself'],
    ['S15: denied', (pull) => say(pull, `I have NOT said: ${SENTENCE}`), 'must stand by itself'],
    ['S15: in code', (pull) => say(pull, `\`\`\`\n${SENTENCE}\n\`\`\``), 'must stand by itself'],
    ['S15: a look-alike', (pull) => say(pull, SENTENCE.replace('city', 'сity')), null],
    ['S15: another revision', (pull) => say(pull, SENTENCE.replace(SHORT, '0123456789ab')), null],
    ['somebody else says it', (pull) => say(pull, SENTENCE, house.owner), null],
    [
      'S16: edited by its author',
      (pull) => {
        const comment = say(pull, 'Hello');
        house.github.clock.advance(5_000);
        house.github.editComment(comment, SENTENCE);
        return comment;
      },
      'was edited',
    ],
    [
      'S16: edited by a maintainer',
      (pull) => {
        const comment = say(pull, 'Hello');
        house.github.clock.advance(5_000);
        house.github.editComment(comment, SENTENCE, house.owner);
        return comment;
      },
      'was edited',
    ],
  ])('%s', async (_, write, told) => {
    const pull = await openPull();
    await heed(pull, write(pull));

    expect(await signatures()).toEqual([]);
    expect(verdictOf(pull).conclusion).toBe('failure');
    if (told !== null) expect(verdictOf(pull).output.summary).toContain(told);
    else expect(verdictOf(pull).output.summary).not.toContain('A comment here');
  });

  test('a revision that was replaced meanwhile', async () => {
    const pull = await openPull();
    await publish(TEXT.replace('this', 'more'));
    await heed(pull, say(pull, SENTENCE));

    expect(await signatures()).toEqual([]);
    expect(verdictOf(pull).output.summary).toContain('names an earlier revision');
  });

  test('an agreement that asks for more than a sentence', async () => {
    const text = TEXT.replace('languages', 'fields: [{id: name, label: Name, basis: contract}]\nlanguages');
    await publish(text);
    const pull = await openPull();
    await heed(pull, say(pull, SENTENCE.replace(SHORT, revisionOf(text).slice(0, 12))));

    expect(await signatures()).toEqual([]);
    expect(verdictOf(pull).output.summary).toContain('asks for more than a sentence');
  });
});

test('S16: a signature stays when its comment is edited or deleted afterwards', async () => {
  const pull = await openPull();
  const comment = say(pull, SENTENCE);
  await heed(pull, comment);
  house.github.clock.advance(5_000);
  house.github.editComment(comment, 'Never mind');
  await heed(pull, comment);

  expect(await signatures()).toHaveLength(1);
  expect(verdictOf(pull).conclusion).toBe('success');
});

describe('a withdrawal', () => {
  test('ends the signature from then on, with its reason, and does not rewrite what was', async () => {
    const pull = await openPull();
    await heed(pull, say(pull, SENTENCE));
    const [signed] = (await ledger()).rows;
    house.github.clock.advance(5_000);
    await heed(pull, say(pull, '/portreeve withdraw city-cla I work elsewhere now'));

    expect(only(await signatures()).ended).toMatchObject({ how: 'withdrawn' });
    expect(verdictOf(pull).conclusion).toBe('failure');
    expect(verdictOf(pull).output.summary).toContain('they withdrew their signature');
    const { rows, people } = await ledger();
    expect(rows[0]).toEqual(signed);
    expect(JSON.parse(people[1]?.data ?? '').reason).toBe('I work elsewhere now');
    expect(verifyLedger({ rows, people }).problems).toEqual([]);
  });

  test('of a signature that was never given is answered, and changes nothing', async () => {
    const pull = await openPull();
    const comment = say(pull, '/portreeve withdraw city-cla Why not');
    await heed(pull, comment);

    expect((await ledger()).rows).toEqual([]);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
  });

  test('may be followed by another signature', async () => {
    const pull = await openPull();
    await heed(pull, say(pull, SENTENCE));
    await heed(pull, say(pull, '/portreeve withdraw city-cla By mistake'));
    await heed(pull, say(pull, SENTENCE));

    expect(verdictOf(pull).conclusion).toBe('success');
    expect((await ledger()).rows).toHaveLength(3);
  });
});

describe('a comment that comes again under another delivery', () => {
  const later = () => house.github.clock.advance(60_000);

  test('does not sign for a person who was erased since, and nothing is kept of them; a new one does', async () => {
    Object.assign(house.context, { now: () => new Date(house.github.clock.now()) });
    const pull = await openPull();
    const comment = say(pull, SENTENCE);
    await heed(pull, comment);
    later();
    await erase();
    await heed(pull, comment);

    expect(await signatures()).toEqual([]);
    const { rows, people } = await ledger();
    expect(JSON.stringify({ rows, people })).not.toContain(String(comment.id));
    expect(verdictOf(pull).output.summary).toContain('older than what was ended or erased since');

    later();
    await heed(pull, say(pull, SENTENCE));
    expect(await signatures()).toHaveLength(1);
  });

  test('does not sign again what was withdrawn since, even where it had never arrived before', async () => {
    Object.assign(house.context, { now: () => new Date(house.github.clock.now()) });
    const pull = await openPull();
    const lost = say(pull, SENTENCE);
    await heed(pull, say(pull, SENTENCE));
    later();
    await heed(pull, say(pull, '/portreeve withdraw city-cla I work elsewhere now'));
    later();
    await heed(pull, lost);

    expect(only(await signatures()).ended).not.toBeNull();
    expect(verdictOf(pull).conclusion).toBe('failure');
  });

  test('a withdrawal that comes late does not end what was signed after it', async () => {
    Object.assign(house.context, { now: () => new Date(house.github.clock.now()) });
    const pull = await openPull();
    await heed(pull, say(pull, SENTENCE));
    later();
    const late = say(pull, '/portreeve withdraw city-cla I work elsewhere now');
    later();
    await publish(TEXT.replace('this', 'that'));
    await heed(pull, say(pull, SENTENCE.replace(SHORT, revisionOf(TEXT.replace('this', 'that')).slice(0, 12))));
    await heed(pull, late);

    expect((await signatures()).map(({ ended }) => ended?.how ?? null)).toEqual(['withdrawn', null]);
    expect(verdictOf(pull).conclusion).toBe('success');
  });
});

describe('a comment of which no delivery told, when its pull request is read again', () => {
  async function readAgain(pull: PullRequest): Promise<void> {
    await house.check(stops, pull.issue.number);
    await house.drain();
  }

  /** What was asked about a comment by itself when the pull request was read again. */
  async function askedAgain(pull: PullRequest): Promise<string[]> {
    const before = requestsOf(house).length;
    await readAgain(pull);
    return requestsOf(house)
      .slice(before)
      .filter((route) => route.includes('comments/{comment_id}'));
  }

  test('signs, in the same request, and is written down once', async () => {
    const pull = await openPull();
    const comment = say(pull, SENTENCE);
    const before = requestsOf(house).length;
    await readAgain(pull);

    expect(verdictOf(pull).conclusion).toBe('success');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
    expect(
      requestsOf(house)
        .slice(before)
        .filter((route) => route.includes('comments/{comment_id}')),
    ).toEqual([
      'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
      'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    ]);
    const requests = requestsOf(house).length;
    await heed(pull, comment);
    await readAgain(pull);
    expect(only((await ledger()).rows).kind).toBe('signed');
    expect(
      requestsOf(house)
        .slice(requests)
        .filter((route) => route.startsWith('GET')),
    ).toHaveLength(1);
  });

  test('withdraws, once', async () => {
    const pull = await openPull();
    await heed(pull, say(pull, SENTENCE));
    house.github.clock.advance(5_000);
    const comment = say(pull, '/portreeve withdraw city-cla I work elsewhere now');
    await readAgain(pull);

    expect(only(await signatures()).ended).toMatchObject({ how: 'withdrawn' });
    expect(verdictOf(pull).conclusion).toBe('failure');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
    expect(await askedAgain(pull)).toEqual([]);
  });

  test('signs, withdraws and signs again: the last word counts', async () => {
    Object.assign(house.context, { now: () => new Date(house.github.clock.now()) });
    const pull = await openPull();
    for (const body of [SENTENCE, '/portreeve withdraw city-cla By mistake', SENTENCE]) {
      say(pull, body);
      house.github.clock.advance(60_000);
    }
    await readAgain(pull);

    expect((await ledger()).rows.map(({ kind }) => kind)).toEqual(['signed', 'withdrawn', 'signed']);
    expect(verdictOf(pull).conclusion).toBe('success');
    expect(await askedAgain(pull)).toEqual([]);
  });

  test('by another program in their name signs nothing, is told so, and is not read again', async () => {
    const pull = await openPull();
    const comment = Object.assign(say(pull, SENTENCE), { app: house.installation.app });

    expect(await askedAgain(pull)).toHaveLength(2);
    expect(await signatures()).toEqual([]);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(await askedAgain(pull)).toEqual([]);
  });

  test('names somebody for a company, once', async () => {
    const pull = await openPull();
    const comment = say(pull, '/portreeve admit hopper', house.owner);
    await readAgain(pull);

    // Who manages no company is told so, and nobody is asked about it again.
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(await askedAgain(pull)).toEqual([]);
  });

  test.each<[string, (pull: PullRequest) => void]>([
    ['quoted', (pull) => say(pull, `> ${SENTENCE}`)],
    ['of another revision', (pull) => say(pull, SENTENCE.replace(SHORT, '0123456789ab'))],
    ['by somebody else, of whom nothing is asked', (pull) => say(pull, 'Hello 0123456789ab', house.owner)],
    [
      'edited into a sentence',
      (pull) => {
        const comment = say(pull, 'Hello');
        house.github.clock.advance(5_000);
        house.github.editComment(comment, SENTENCE);
      },
    ],
    [
      'older than an erasure',
      (pull) => {
        say(pull, SENTENCE);
        house.github.clock.advance(60_000);
      },
    ],
  ])('does not count where it is %s, and is not asked for', async (name, write) => {
    Object.assign(house.context, {
      now: () => new Date(house.github.clock.now()),
    });
    const pull = await openPull();
    if (name === 'older than an erasure') await heed(pull, say(pull, SENTENCE));
    write(pull);
    if (name === 'older than an erasure') await erase();
    const before = requestsOf(house).length;
    await readAgain(pull);

    expect(await signatures()).toEqual([]);
    expect(
      requestsOf(house)
        .slice(before)
        .filter((route) => route.includes('comments/{comment_id}')),
    ).toEqual([]);
  });
});

describe('killed at any step and begun anew, all is written once, and all turns', () => {
  class Killed extends Error {}

  const STEPS = [
    ...['collected', 'signing', 'settled'],
    ...['intended react', 'sent react', 'answered react', 'done react', 'executed'],
  ];

  /** Dies the first time that the work comes there. @returns whether it did */
  async function diesAt(step: string, work: () => Promise<void>): Promise<boolean> {
    const { checkpoint } = house.context;
    let isReached = false;
    Object.assign(house.context, {
      checkpoint: async (name: string) => {
        if (name !== step || isReached) return;
        isReached = true;
        throw new Killed(name);
      },
    });
    await expect(work()).rejects.toThrow(Killed);
    Object.assign(house.context, { checkpoint });
    return isReached;
  }

  test.each(STEPS)('I5: a signature, then its withdrawal, at “%s”', async (step) => {
    const pull = await openPull();
    const comment = say(pull, SENTENCE);
    expect(await diesAt(step, () => heed(pull, comment))).toBe(true);
    await heed(pull, comment);

    expect((await ledger()).rows.map(({ kind }) => kind)).toEqual(['signed']);
    expect(verdictOf(pull).conclusion).toBe('success');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);

    house.enqueued.length = 0;
    const second = say(pull, '/portreeve withdraw city-cla I work elsewhere now');
    expect(await diesAt(step, () => heed(pull, second))).toBe(true);
    await heed(pull, second);

    const { rows, people } = await ledger();
    expect(rows.map(({ kind }) => kind)).toEqual(['signed', 'withdrawn']);
    expect(verifyLedger({ rows, people }).problems).toEqual([]);
    expect(verdictOf(pull).conclusion).toBe('failure');
  });
});
