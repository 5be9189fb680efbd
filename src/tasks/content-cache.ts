import type { ContentCache } from '../github/read-contents.ts';
import { findBlobs, saveBlobs } from '../store/blobs.ts';
import type { TaskContext } from './context.ts';

/** The blobs that were read before for this installation, and for no other. */
export function contentCache({ store, now }: TaskContext, installationId: number): ContentCache {
  return {
    get: (oids) => store.asInstallation(installationId, (db) => findBlobs(db, oids)),
    put: (contents) => store.asInstallation(installationId, (db) => saveBlobs(db, installationId, contents, now())),
  };
}
