import { z } from 'zod';
import { defineEvidence, type Evidence } from './evidence.ts';
import { about } from './example-facts.ts';
import { aboutThing } from './listing.ts';
import type { Documents, Profile } from './organization-facts.ts';

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/;
const PAGE = /https:\/\/[^\s<>)\]]{4,500}/;

/** The first address that a text holds; null: none. */
function addressIn(text: string): string | null {
  return EMAIL.exec(text)?.[0] ?? PAGE.exec(text)?.[0] ?? null;
}

const profile = (more: Partial<Profile> = {}): Profile => ({
  url: 'https://github.com/city',
  email: null,
  page: null,
  readme: null,
  ...more,
});
const support = (text: string): Documents => ({
  ...about('.github'),
  contributing: null,
  support: { path: 'SUPPORT.md', text },
  reviewGuides: [],
});

const communityContactAppointed = defineEvidence({
  key: 'community-contact-appointed',
  needs: ['profile', 'documents'],
  options: z.strictObject({}),
  figure: 'count',
  threshold: () => 1,
  computed:
    'Number of places with an address for the community: the organisation’s profile, and SUPPORT in its .github repository.',
  leavesOpen: 'Who was appointed to answer there.',
  isPartial: true,
  // It may stand on a page of its own.
  unmet: 'no-evidence',
  nothing: 'Neither the organisation’s profile nor a SUPPORT file could tell.',
  says: ({ counting, total }) => `${counting} of ${total} places hold an address for the community.`,
  list({ profile: { url, email }, documents }) {
    const shared = documents.find(({ repository }) => repository.endsWith('/.github'))?.support ?? null;
    const found = shared === null ? null : addressIn(shared.text);
    return [
      aboutThing('the organisation’s profile', { counts: email !== null, says: email ?? 'no e-mail address', url }),
      aboutThing(shared?.path ?? 'SUPPORT', {
        counts: found !== null,
        says: found ?? (shared === null ? 'no such file' : 'no address in it'),
      }),
    ];
  },
  examples: [
    {
      name: 'an address on the profile',
      facts: { profile: profile({ email: 'hello@city.example' }), documents: [] },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'an address in SUPPORT',
      facts: { profile: profile(), documents: [support('Ask in the forum: https://forum.city.example/')] },
      expect: 'supported',
      value: 1,
    },
    {
      name: 'no address',
      facts: { profile: profile(), documents: [support('Ask us.')] },
      expect: 'no-evidence',
      value: 0,
    },
  ],
});

export const communities: readonly Evidence[] = [communityContactAppointed];
