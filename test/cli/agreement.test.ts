import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runIn } from './a-world.ts';

const folder = temporaryFolder();
const OLD = '---\nid: city-cla\nkind: individual\ntitle: T\nlanguages: [en, nl]\n---\nYou grant us this.\n';
const NEW = OLD.replace('this', 'more').replace('---\nYou', 'grace: 30\n---\nYou');
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
write('city-cla.md', NEW);
write('old.md', OLD);
write('broken.md', OLD.replace('individual', 'personal'));

test('says the revision, and the sentence in each language', async () => {
  const short = revisionOf(NEW).slice(0, 12);

  expect(await runIn(folder, 'agreement', 'city-cla.md')).toMatchObject({
    code: 0,
    out: [
      'city-cla, individual, in en, nl',
      `revision ${revisionOf(NEW)}`,
      `  I have read the agreement city-cla in its revision ${short}, and I sign it.`,
      `  Ik heb de overeenkomst city-cla in versie ${short} gelezen en onderteken die.`,
      '',
    ].join('\n'),
  });
});

test('says what becomes of the signatures before, and what changes', async () => {
  const { out } = await runIn(folder, 'agreement', 'city-cla.md', '--before', 'old.md');

  expect(out).toContain('stay good for 30 days');
  expect(out).toContain(`compatible: [${revisionOf(OLD)}]`);
  expect(out).toContain('-You grant us this.\n+You grant us more.');
});

test('says what is wrong, with its line', async () => {
  const { code, out } = await runIn(folder, 'agreement', 'broken.md');

  expect(code).toBe(1);
  expect(out).toContain('broken.md:3:7 “personal” does not fit');
});

test('of a file that is not there, says so', async () => {
  const { code, err } = await runIn(folder, 'agreement', 'nowhere.md');

  expect(code).toBe(2);
  expect(err).toContain('nowhere.md cannot be read');
});
