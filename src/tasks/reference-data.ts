import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { type LicenseIndex, readLicenseIndex } from '../licenses/license-index.ts';

/** What the package brings along as data and hands to the inside. */
export interface ReferenceData {
  /** Reads the licence index when it is first asked for, and keeps it. */
  readonly licenseIndex: () => LicenseIndex;
}

let loaded: Promise<ReferenceData> | null = null;

/** Loads the reference data, once a process. It is unpacked beside the main thread, which has other things to do at a start. */
export function loadReferenceData(): Promise<ReferenceData> {
  loaded ??= unpackIndex().then((unpacked) => {
    let index: LicenseIndex | null = null;
    return {
      licenseIndex: () => {
        index ??= readLicenseIndex(unpacked);
        return index;
      },
    };
  });
  return loaded;
}

async function unpackIndex(): Promise<Uint8Array> {
  return promisify(zstdDecompress)(await readFile(new URL('../licenses/generated/license-index.bin', import.meta.url)));
}
