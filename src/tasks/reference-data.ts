import { readFile } from 'node:fs/promises';
import { type LicenseTexts, licenseIndexSchema, readLicenseIndex } from '../licenses/license-texts.ts';

/** What the package brings along as data and hands to the inside. */
export interface ReferenceData {
  readonly licenseTexts: LicenseTexts;
}

let loaded: Promise<ReferenceData> | null = null;

/** Loads the reference data, once a process. */
export function loadReferenceData(): Promise<ReferenceData> {
  loaded ??= readLicenseTexts().then((licenseTexts) => ({ licenseTexts }));
  return loaded;
}

async function readLicenseTexts(): Promise<LicenseTexts> {
  const place = new URL('../licenses/generated/license-index.json', import.meta.url);
  return readLicenseIndex(licenseIndexSchema.parse(JSON.parse(await readFile(place, 'utf8'))));
}
