import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { markdownBlock, markdownCode, markdownText } from '../../src/report/escape.ts';
import { hiddenMarker, readMarkers } from '../../src/report/marker.ts';

const MARKER = { kind: 'policy-issue', key: 'policy-issue:4711', mac: 'q83vEjRWeJA' };

test('a marker is read back under any text', () => {
  expect(readMarkers(`A text.\n\n${hiddenMarker(MARKER)}\n`)).toEqual([MARKER]);
});

test('no field can end or change the comment', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (key) => {
      const marker = { ...MARKER, key };
      const text = hiddenMarker(marker);

      expect(fromMarkdown(text).children.map(({ type }) => type)).toEqual(['html']);
      expect(text.slice(4, -3)).not.toMatch(/--|[<>\n]/);
      expect(readMarkers(text)).toEqual([{ ...marker, key: key.toWellFormed() }]);
    }),
  );
});

test.each([
  ['text', markdownText(hiddenMarker(MARKER), { max: 1_000 })],
  ['a cut marker', hiddenMarker(MARKER).slice(0, -5)],
  ['a marker with a broken encoding', '<!-- portreeve:a %E0%A4 b -->'],
  ['another bot’s', '<!-- renovate:a b c -->'],
])('%s is no marker', (_name, body) => {
  expect(readMarkers(body)).toEqual([]);
});

test('code can only show a marker, and the reader is told of all', () => {
  const forged = hiddenMarker({ ...MARKER, mac: 'guessed' });
  const body = `${markdownCode(forged)}\n${markdownBlock(forged)}\n${hiddenMarker(MARKER)}`;

  expect(readMarkers(body).map(({ mac }) => mac)).toEqual(['guessed', 'guessed', MARKER.mac]);
});
