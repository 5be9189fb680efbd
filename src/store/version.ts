import { readFile } from 'node:fs/promises';

/** The version of the package that this file belongs to. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  if (!isManifest) throw new Error('package.json has no version');
  return String(manifest.version);
}
