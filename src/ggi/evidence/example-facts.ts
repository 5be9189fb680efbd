import type { About, Component, InventoryEntry, Judged } from './organization-facts.ts';

/** The day on which examples are measured. */
export const EXAMPLE_DAY = '2026-11-25';

/** A public repository that somebody works on, unless it is said otherwise. */
export function about(name: string, more: Partial<About> = {}): About {
  return { repository: `city/${name}`, isPublic: true, isActive: true, ...more };
}

export function inventoryEntry(name: string, more: Partial<InventoryEntry> = {}): InventoryEntry {
  const at = `${EXAMPLE_DAY}T03:17:00.000Z`;
  return { ...about(name), license: 'EUPL-1.2', language: 'TypeScript', seenAt: at, auditedAt: at, ...more };
}

export function judgement(name: string, more: Partial<Judged> = {}): Judged {
  return { ...about(name), policy: 'rule', outcome: 'pass', points: [], isRestricted: false, exemption: null, ...more };
}

export function component(name: string, more: Partial<Component> = {}): Component {
  return { name: `pkg:npm/${name}`, license: 'MIT', repositories: 2, since: '2026-08-01', ...more };
}
