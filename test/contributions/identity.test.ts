import { expect, test } from '@jest/globals';
import { maskEmail, shownText } from '../../src/contributions/identity.ts';
import { renderContributionJson } from '../../src/report/contribution.ts';
import { ADA_SIGNS, aCommit, body, check } from './a-commit.ts';

test.each([
  ['ada@example.org', 'ad…@example.org'],
  ['ab@example.org', 'a…@example.org'],
  ['a@example.org', '…@example.org'],
  [' ada@example.org ', 'ad…@example.org'],
  ['\u{1d5d4}\u{1d5d5}da@example.org', '\u{1d5d4}\u{1d5d5}…@example.org'],
  ['1001+ada@users.noreply.github.com', '1001+ada@users.noreply.github.com'],
  ['nothing', '…'],
])('%s is shown as %s', (email, shown) => {
  expect(maskEmail(email)).toBe(shown);
});

test.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['ada@example.org', 'ad…@example.org'],
  ['Ada (ada@example.org), Countess', 'Ada (a…@example.org), Countess'],
  ['Tool <secret@example.org>', 'Tool <se…@example.org>'],
  ['@ada and ada @ home', '@ada and ada @ home'],
  ['A\u200bda', 'Ada'],
])('of what people wrote, “%s” is shown as “%s”', (text, shown) => {
  expect(shownText(text)).toBe(shown);
});

test('an address is masked wherever in a commit it stands', () => {
  const commits = [
    aCommit({ message: body('Assisted-by: Tool <secret@example.org>', ADA_SIGNS) }),
    aCommit({ author: 'secret@example.org <secret@example.org>' }),
    aCommit({
      author: 'secret@example.org <ada@example.org>',
      message: body('Signed-off-by: secret@example.org. <ada@example.org>'),
    }),
    aCommit({ message: body('Signed-off-by: secret@example.org <secret@example.org>') }),
    aCommit({ message: body('Co-authored-by: secret@example.org <secret@example.org>', ADA_SIGNS) }),
    aCommit({ message: body('Signed-off-by: secret@example.org', 'Co-authored-by: secret@example.org') }),
  ];
  const { verdict, findings } = check(commits, { policy: { name: 'require' } });

  expect(renderContributionJson({ verdict, findings })).not.toContain('secret@');
});
