import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import { renderProposal } from '../../src/report/proposal-body.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const content = { paths: ['LICENSE', 'SECURITY.md'], license: 'EUPL-1.2' };

describe('a proposal', () => {
  test('reads', () => {
    const { title, body } = renderProposal(aFrame(), content);

    expect(`${title}\n\n${body}`).toMatchInlineSnapshot(`
"Add LICENSE, SECURITY.md

The open source policies of city ask for \`LICENSE\`, \`SECURITY.md\`. This pull request adds what is missing and touches nothing else.

**What it adds**

- \`LICENSE\`: the full text of \`EUPL-1.2\`, which city has chosen as its default
- \`SECURITY.md\`: a text by Portreeve, filled in with what is known of this repository

Read it as you would a colleague’s: change on this branch what does not fit. Portreeve never overwrites your commits.

A licence is a legal decision. Merge it only if you may decide for all who hold rights in this code.

Closing it without merging means no: that is remembered, and these files are not proposed again. Reopening it means yes again.

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test('without a licence does not warn of one', () => {
    const { body } = renderProposal(aFrame(), { paths: ['SECURITY.md'], license: null });

    expect(body).not.toContain('legal decision');
  });

  test.each(LANGUAGES)('has every placeholder filled in %s', (language) => {
    expect(placeholdersIn(...Object.values(renderProposal(aFrame(language), content)))).toEqual([]);
  });
});
