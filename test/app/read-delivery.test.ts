import { zstdCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { compressBody } from '../../src/app/delivery-body.ts';
import { readDelivery } from '../../src/app/read-delivery.ts';
import { aPayload } from '../support/webhook.ts';

const kept = { delivery_id: 'x', event: 'issues', attempts: 0 };
const asBrotli = async (text: string) => ({
  ...kept,
  body: await compressBody(Buffer.from(text)),
  body_format: 'brotli' as const,
});

const LONG = JSON.stringify(aPayload({ note: 'é'.repeat(2_000_000) }));

test.each([
  ['an ordinary one', JSON.stringify(aPayload())],
  ['a long one', LONG],
])('what was kept is read, and whom it is about: %s', async (_, text) => {
  expect(await readDelivery(await asBrotli(text))).toEqual({
    status: 'read',
    payload: JSON.parse(text),
    identity: { action: 'opened', installationId: 7, repositoryId: 11 },
  });
});

test('what an earlier version has kept is read too', async () => {
  const body = zstdCompressSync(JSON.stringify(aPayload()));
  expect(await readDelivery({ ...kept, body, body_format: 'zstd' })).toMatchObject({ payload: aPayload() });
});

const FOREIGN = 'The body does not fit the event.';
const NO_OBJECT = 'The body is no JSON object.';

test.each([
  ['a pull request sent as issues', aPayload({ pull_request: {}, number: 1, issue: undefined }), 'issues', FOREIGN],
  ['a comment sent as issues', aPayload({ comment: {} }), 'issues', FOREIGN],
  ['an issue sent as repository', aPayload(), 'repository', FOREIGN],
  ['an issue sent as installation', aPayload(), 'installation', FOREIGN],
  ['an installation that is no number', aPayload({ installation: { id: 'x' } }), 'issues', FOREIGN],
  ['an action that is no word', aPayload({ action: 'a\nb' }), 'issues', FOREIGN],
  ['null', null, 'issues', NO_OBJECT],
  ['a number', 5, 'issues', NO_OBJECT],
  ['a list', [], 'issues', NO_OBJECT],
])('A4, A7: %s is refused', async (_kind, payload, event, reason) => {
  const delivery = await asBrotli(JSON.stringify(payload));
  expect(await readDelivery({ ...delivery, event })).toEqual({ status: 'refused', reason });
});

test('A7: half an object is refused', async () => {
  expect(await readDelivery(await asBrotli('{"action":'))).toEqual({ status: 'refused', reason: NO_OBJECT });
});

test('what was damaged is an error, not a refusal: the row may be mended', async () => {
  await expect(readDelivery({ ...kept, body: Buffer.from('{}'), body_format: 'brotli' })).rejects.toThrow();
});

test('what would become far larger than any body is not expanded', async () => {
  const { body } = await asBrotli(' '.repeat(65 * 1024 * 1024));
  await expect(readDelivery({ ...kept, body, body_format: 'brotli' })).rejects.toThrow(/larger than/);
});
