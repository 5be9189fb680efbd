import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import { type LivingCommentContent, renderLivingComment } from '../../src/report/living-comment.ts';
import { aVerdict } from '../support/verdicts.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const broken = aVerdict({ policy: 'license-file', severity: 'error', fails: ['missing'] });

const content: LivingCommentContent = {
  kind: 'pull-request',
  tone: 'welcome',
  isFirst: true,
  author: 'mona',
  missing: {
    commits: {
      signOffs: 2,
      lacksSignOff: true,
      others: [
        {
          sha: 'c0ffee'.repeat(7),
          code: 'malformed-sign-off',
          told: { problem: 'the address has no end.' },
          message: 'Its sign-off cannot be read: the address has no end.',
        },
      ],
      steps: [
        {
          way: 'git',
          says: 'Add it.',
          lines: ['git switch patch-1', 'git rebase --signoff HEAD~2', 'git push --force-with-lease'],
        },
        {
          way: 'browser',
          says: 'Without git.',
          lines: ['Sign off earlier commits', '', 'Signed-off-by: NAME <ADDRESS>'],
        },
      ],
      agreements: null,
      checkName: 'Portreeve',
    },
    policies: [{ verdict: broken, broken: broken.findings, old: [] }],
  },
  isUnknown: false,
  promise: { days: 5, until: '2026-11-07T09:00:00.000Z', isBroken: false },
  places: {
    contributing: { name: 'CONTRIBUTING.md', url: 'https://github.com/city/bus-stops/blob/main/CONTRIBUTING.md' },
    support: [
      { name: 'SUPPORT.md', url: 'https://github.com/city/.github/blob/HEAD/SUPPORT.md' },
      { name: 'help@city.example', url: null },
    ],
    codeOwners: { name: '.github/CODEOWNERS', url: 'https://github.com/city/bus-stops/blob/main/.github/CODEOWNERS' },
    owners: ['@city/maintainers', '@ada'],
  },
};
const nothing = { commits: null, policies: [] } as const;

describe('the living comment', () => {
  test('reads', () => {
    expect(renderLivingComment(aFrame(), content)).toMatchInlineSnapshot(`
"Welcome, **mona**, and thank you for your first contribution to city!

### What is still missing

2 commits are not signed off by their authors. A sign-off is a line at the end of a commit message. With it you certify that you may give what you give: [Developer Certificate of Origin](https://developercertificate.org/).

With git: these commands, in your clone, add what is missing and send it here.

\`\`\`
git switch patch-1
git rebase --signoff HEAD~2
git push --force-with-lease
\`\`\`

Without git: change any file of your branch in the browser, and give that commit this message, with the name and the address that your commits carry.

\`\`\`
Sign off earlier commits

Signed-off-by: NAME <ADDRESS>
\`\`\`

1 commit needs something else:

- \`c0ffeec0ffee\`: Its sign-off cannot be read: the address has no end.

All details stand in the check \`Portreeve\`.

This pull request breaks an open source policy of city:

- **A licence file in the root** (required): missing. Add the full text of the licence as a file called LICENSE in the root of the default branch. Ask your Open Source Programme Office which licence to choose when you are not sure.

### What happens next

A maintainer reads it, and may ask or suggest something. That is how it goes with everybody’s contributions. You get an answer from a person within 5 days, by 7 November 2026.

### Whom to ask

- Ask here, in a comment. No question is too small.
- How to contribute: [CONTRIBUTING.md](https://github.com/city/bus-stops/blob/main/CONTRIBUTING.md)
- Where to find help: [SUPPORT.md](https://github.com/city/.github/blob/HEAD/SUPPORT.md), \`help@city.example\`
- They look after what you change, and review it: \`@city/maintainers\`, \`@ada\`
- Who looks after which part: [.github/CODEOWNERS](https://github.com/city/bus-stops/blob/main/.github/CODEOWNERS)
- Questions? Contact: [OSPO of the City](https://ospo.city.example/).

---
<sub>A program wrote this comment, so that you need not search for what is asked of you. People read and answer here too. This comment is kept up to date: what you mend disappears from it by itself. Another language? Comment \`/portreeve language nl\`. There are: \`en\` \`fr\` \`de\` \`es\` \`it\` \`nl\` \`pt\`.</sub>

Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test('reads when all is mended', () => {
    expect(renderLivingComment(aFrame(), { ...content, missing: nothing })).toMatchInlineSnapshot(`
"Welcome, **mona**, and thank you for your first contribution to city!

Nothing is missing: there is nothing more that you have to do now.

### What happens next

A maintainer reads it, and may ask or suggest something. That is how it goes with everybody’s contributions. You get an answer from a person within 5 days, by 7 November 2026.

### Whom to ask

- Ask here, in a comment. No question is too small.
- How to contribute: [CONTRIBUTING.md](https://github.com/city/bus-stops/blob/main/CONTRIBUTING.md)
- Where to find help: [SUPPORT.md](https://github.com/city/.github/blob/HEAD/SUPPORT.md), \`help@city.example\`
- They look after what you change, and review it: \`@city/maintainers\`, \`@ada\`
- Who looks after which part: [.github/CODEOWNERS](https://github.com/city/bus-stops/blob/main/.github/CODEOWNERS)
- Questions? Contact: [OSPO of the City](https://ospo.city.example/).

---
<sub>A program wrote this comment, so that you need not search for what is asked of you. People read and answer here too. This comment is kept up to date: what you mend disappears from it by itself. Another language? Comment \`/portreeve language nl\`. There are: \`en\` \`fr\` \`de\` \`es\` \`it\` \`nl\` \`pt\`.</sub>

Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test('reads under a first issue, in Dutch', () => {
    const issue = {
      ...content,
      kind: 'issue',
      missing: nothing,
      places: { contributing: null, support: [], codeOwners: null, owners: [] },
    } as const;
    expect(renderLivingComment(aFrame('nl'), issue)).toMatchInlineSnapshot(`
"Welkom, **mona**, en dank u wel voor uw eerste issue bij city!

### Hoe het verdergaat

Iemand van het project leest het en antwoordt hier. U krijgt binnen 5 dagen antwoord van een mens, uiterlijk op 7 november 2026.

### Aan wie u het kunt vragen

- Vraag het hier, in een reactie. Geen vraag is te klein.
- Vragen? Neem contact op met: [OSPO of the City](https://ospo.city.example/).

---
<sub>Een programma heeft deze reactie geschreven, zodat u niet hoeft te zoeken wat er van u wordt gevraagd. Ook mensen lezen en antwoorden hier. Deze reactie wordt bijgehouden: wat u oplost, verdwijnt er vanzelf uit. Een andere taal? Reageer met \`/portreeve language en\`. Er zijn: \`en\` \`fr\` \`de\` \`es\` \`it\` \`nl\` \`pt\`.</sub>

Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test.each([
    [
      'thanks',
      true,
      'It is merged: thank you, **mona**! This was your first contribution to city, and we hope to see you again.',
    ],
    ['thanks', false, 'It is merged: thank you, **mona**!'],
    [
      'farewell',
      true,
      'It was closed without being merged. Thank you all the same for your work, **mona**. If you wonder why, ask here.',
    ],
  ] as const)('says %s (first: %j), and nothing that is over', (tone, isFirst, sentence) => {
    const text = renderLivingComment(aFrame(), { ...content, tone, isFirst });
    expect(text.split('\n\n---\n')[0]).toBe(sentence);
  });

  test('does not say that nothing is missing where that could not be found out', () => {
    const text = renderLivingComment(aFrame(), { ...content, missing: nothing, isUnknown: true });
    expect(text).toContain('could not be found out yet');
    expect(text).not.toContain('Nothing is missing');
  });

  test('owns up to a promise that was not kept', () => {
    const promise = { days: 5, until: '2026-11-07T09:00:00.000Z', isBroken: true };
    expect(renderLivingComment(aFrame(), { ...content, promise })).toContain(
      'by 7 November 2026, and there is none yet',
    );
  });

  test('promises nothing that nobody promised', () => {
    expect(renderLivingComment(aFrame(), { ...content, promise: null })).not.toContain('answer from a person');
  });

  test.each(LANGUAGES)('is whole in %s', (language) => {
    const frame = aFrame(language);
    const texts = (['welcome', 'help', 'thanks', 'farewell'] as const).flatMap((tone) =>
      (['pull-request', 'issue'] as const).map((kind) => renderLivingComment(frame, { ...content, kind, tone })),
    );
    expect(placeholdersIn(...texts)).toEqual([]);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(5);
    for (const text of texts) expect(text).toContain('**mona**');
  });

  test('says in the reader’s language what is wrong with a commit, and lets nothing act that it tells of', () => {
    const told = { who: 'Ada <ad…@example.org>', got: '@everyone [a](javascript:b)' };
    const wrong = { sha: 'c0ffee'.repeat(7), code: 'sign-off-of-another', told, message: 'In English' } as const;
    const commits = { signOffs: 0, lacksSignOff: true, others: [wrong], steps: [], agreements: null, checkName: 'DCO' };
    const text = renderLivingComment(aFrame('nl'), { ...content, missing: { commits, policies: [] } });

    expect(text).toContain('De auteur is Ada &lt;ad…@&#8203;example.org&gt;, en de sign-off is van');
    expect(text).not.toMatch(/In English|@everyone|(?<!\\)\]\(javascript/);
  });

  test('lets nothing act that people wrote', () => {
    const hostile = '@everyone <img src=x> [a](javascript:b) #1 \u202E```';
    const text = renderLivingComment(aFrame(), {
      ...content,
      author: hostile,
      missing: {
        commits: {
          signOffs: 0,
          lacksSignOff: false,
          others: [{ sha: null, code: 'incomplete', told: { reason: hostile }, message: hostile }],
          steps: [{ way: 'git', says: hostile, lines: [`git switch '${hostile}'`] }],
          agreements: null,
          checkName: hostile,
        },
        policies: [{ verdict: broken, broken: [{ ...broken.findings[0], message: hostile } as never], old: [] }],
      },
      places: { ...content.places, contributing: { name: hostile, url: 'javascript:alert(1)' } },
    });
    // Within a block of code nothing acts.
    const open = text.replaceAll(/^(`{3,})\n[\s\S]*?\n\1$/gm, '').replaceAll(/(`+)[^`].*?\1/g, '');
    expect(open).not.toMatch(/@everyone|<img|(?<!\\)\]\(javascript|#1|\u202E/);
    expect(text).not.toContain('\u202E');
  });

  test('keeps within what GitHub takes, whatever is missing', () => {
    const others = Array.from({ length: 1000 }, (_, index) => ({
      sha: index.toString(16).padStart(40, '0'),
      code: 'incomplete' as const,
      told: {},
      message: 'x'.repeat(600),
    }));
    const steps = Array.from({ length: 50 }, () => ({ way: 'git' as const, says: '', lines: ['y'.repeat(4000)] }));
    const text = renderLivingComment(aFrame(), {
      ...content,
      missing: {
        commits: { signOffs: 1000, lacksSignOff: true, others, steps, agreements: null, checkName: 'Portreeve' },
        policies: [],
      },
    });
    expect(text.length).toBeLessThan(30_000);
    expect(text).toContain('more.');
  });
});
