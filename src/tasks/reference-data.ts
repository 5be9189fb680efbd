import { readFile } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import { type LicenseIndex, readLicenseIndex } from '../licenses/license-index.ts';

/** What the package brings along as data and hands to the inside. */
export interface ReferenceData {
  /** Unpacks the licence index when it is first asked for, and keeps it. */
  readonly licenseIndex: () => LicenseIndex;
}

let loaded: Promise<ReferenceData> | null = null;

/** Loads the reference data, once a process. */
export function loadReferenceData(): Promise<ReferenceData> {
  loaded ??= readPackedIndex().then((packed) => {
    let index: LicenseIndex | null = null;
    return {
      licenseIndex: () => {
        index ??= readLicenseIndex(zstdDecompressSync(packed));
        return index;
      },
    };
  });
  return loaded;
}

function readPackedIndex(): Promise<Uint8Array> {
  return readFile(new URL('../licenses/generated/license-index.bin', import.meta.url));
}
