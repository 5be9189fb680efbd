import { rm } from 'node:fs/promises';
import { dropTemplates, testFolder } from './database.ts';

/** Leaves nothing behind: no template, no server, no folder. */
export default async function globalTeardown(): Promise<void> {
  await dropTemplates();
  await rm(testFolder(), { recursive: true, force: true });
}
