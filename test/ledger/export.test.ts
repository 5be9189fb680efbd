import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ExportSigner, keyId, makeExport, readExport, verifyExport } from '../../src/ledger/export.ts';
import { chainOf, signed, someDrafts } from './a-chain.ts';

function aSigner(): ExportSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    key: { id: keyId(pem) ?? '', publicKey: pem, createdAt: '2026-01-01T00:00:00.000Z' },
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
}

const signer = aSigner();
const exportOf = (chain: ReturnType<typeof chainOf>, by = signer) =>
  makeExport(
    { organization: { id: 7, login: 'acme' }, account: null, exportedAt: '2026-03-01T10:00:00.000Z', ...chain },
    [by],
    [by.key],
  );

describe('verifyExport', () => {
  test('an export that was written and read again has no problem', () => {
    fc.assert(
      fc.property(someDrafts, (drafts) => {
        const reading = readExport(JSON.stringify(exportOf(chainOf(drafts))));
        if ('problem' in reading) throw new Error(reading.problem);

        const trusted = [signer.key.id];
        expect(verifyExport(reading.export, { trusted })).toMatchObject({ problems: [], signedBy: trusted });
      }),
      { numRuns: 30, seed: 20_261_125 },
    );
  });

  test('whoever alters it and signs anew has another key', () => {
    const forger = aSigner();
    const forged = exportOf(chainOf([signed(666)]), forger);

    expect(verifyExport(forged).problems).toEqual([]);
    expect(verifyExport(forged, { trusted: [signer.key.id] }).problems).toMatchObject([{ code: 'another-key' }]);
  });

  test('a key under another’s id signs nothing', () => {
    const forger = aSigner();
    const key = { ...forger.key, id: signer.key.id };
    const forged = exportOf(chainOf([signed(666)]), { key, sign: forger.sign });

    expect(verifyExport(forged, { trusted: [signer.key.id] }).problems).toMatchObject([
      { code: 'signature-broken' },
      { code: 'another-key' },
    ]);
  });

  test('without a signature, or with a head that is not its own, it is told', () => {
    const honest = exportOf(chainOf([signed(1)]));

    expect(verifyExport({ ...honest, signatures: [] }).problems).toMatchObject([{ code: 'not-signed' }]);
    expect(verifyExport({ ...honest, head: { sequence: 9, hash: 'f'.repeat(64) } }).problems).toMatchObject([
      { code: 'signature-broken' },
      { code: 'head-missing' },
    ]);
  });

  test.each([
    ['{', 'It is no JSON'],
    ['[]', 'It is no export of a ledger'],
    ['{"format":"portreeve-ledger-export-9"}', 'It is no export of a ledger: format'],
  ])('%s is told in a sentence', (text, problem) => {
    expect(readExport(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
