import { verifyLedger } from '../../src/ledger/verify.ts';
import { readLedger, signaturesOf } from '../../src/store/ledger.ts';
import type { Stage } from './stage.ts';

/** Whose signature holds in the end, by organisation and login. */
export type Signed = ReadonlyMap<string, boolean>;

/** Of all guests. */
export async function signedIn({ store, region }: Stage): Promise<Signed> {
  const signed = new Map<string, boolean>();
  for (const { id, account } of region.installations) {
    for (const { role, person, repository } of region.subjects) {
      if (role !== 'agreed' || repository.owner.id !== account.id) continue;
      const { signatures } = await store.asInstallation(id, (db) => signaturesOf(db, id, [person.id]));
      signed.set(
        person.login,
        signatures.some(({ ended }) => ended === null),
      );
    }
  }
  return signed;
}

/** I5: what is wrong with the chains, and whose signature is not worth what it is without the fault; in words. */
export async function brokenLedgers(stage: Stage, expected: Signed): Promise<string[]> {
  const broken: string[] = [];
  for (const { account } of stage.region.installations) {
    const ledger = await stage.store.asOperator((db) => readLedger(db, { organizationId: account.id }));
    broken.push(...verifyLedger(ledger).problems.map(({ sentence }) => `I5: ${account.login}: ${sentence}`));
  }
  for (const [login, isSigned] of await signedIn(stage)) {
    if (expected.get(login) !== isSigned)
      broken.push(`I5: the signature of ${login} ${isSigned ? 'stands' : 'is lost'}`);
  }
  return broken;
}
