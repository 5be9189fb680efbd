import { z } from 'zod';
import { communityFile, filesWith } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import {
  acceptInherited,
  communityMessages,
  type FilePlace,
  findUnread,
  placeAt,
  readCommunityFile,
} from './reading/community-file.ts';
import { findReportChannel } from './reading/report-channel.ts';

const SECURITY = communityFile('security');
const POLICY = '# Security\n\nPlease write to security@city.example; we answer within three days.\n';
const nothing = { source: null, entries: [] };
const organization = { source: 'city/.github', ...filesWith({ 'SECURITY.md': POLICY }) };

export const securityPolicy = definePolicy({
  id: 'security-policy',
  subject: 'repository',
  meta: {
    title: 'A security policy that says how to report in private',
    rationale:
      'Who finds a vulnerability must be able to tell you before telling the world. A policy that names no private way to report leaves only silence or a public issue, and then attackers read it with you.',
    remediation:
      'Write a file SECURITY.md in `.github`, the root or `docs` that names one private way to report: an e-mail address that somebody reads, a form, or GitHub’s private vulnerability reporting (Settings → Advanced Security). Say what happens next and how soon. One policy in the organisation’s public `.github` repository serves every repository that has none of its own.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository',
      'https://docs.github.com/en/code-security/security-advisories/working-with-repository-security-advisories/configuring-private-vulnerability-reporting-for-a-repository',
      'https://baseline.openssf.org/versions/2025-02-25#osps-vm-0201',
    ],
  },
  needs: ['files', 'inherited'],
  watches: SECURITY,
  options: z.strictObject({
    acceptInherited: acceptInherited('policy'),
  }),
  messages: {
    private: ({ path }: { path: string; line: number }) => `${path} says how to report a vulnerability in private.`,
    ...communityMessages('security policy', 'SECURITY'),
    placeholder: ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} still has a template's words where the way to report belongs.`,
    'public-only': ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} names only a public way to report, so a vulnerability is known to all before it is mended.`,
    'no-channel': ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} does not say how to report a vulnerability in private: no e-mail address, form or private report.`,
  },
  proposal: {
    path: 'SECURITY.md',
    source: { template: 'SECURITY.md' },
    mends: ['missing', 'missing-here', 'own-wanted'],
  },
  examples: [
    {
      name: 'no policy, here or in the organisation',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: { source: 'city/.github', entries: [] } },
      expect: ['fail missing'],
    },
    {
      name: 'no policy in a folder that is judged by itself',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: nothing },
      expect: ['fail missing-here'],
    },
    {
      name: 'an empty policy',
      facts: { files: filesWith({ 'SECURITY.md': '<!-- to be written -->\n' }), inherited: nothing },
      expect: ['fail empty'],
    },
    {
      name: 'good intentions',
      facts: {
        files: filesWith({ 'SECURITY.md': '# Security\n\nWe take the security of our services very seriously.\n' }),
        inherited: nothing,
      },
      expect: ['fail no-channel'],
    },
    {
      name: 'only a public way',
      facts: {
        files: filesWith({ 'SECURITY.md': '# Sicherheit\n\nBitte ein Issue erstellen.\n' }),
        inherited: nothing,
      },
      expect: ['fail public-only'],
    },
    {
      name: 'a template as it was published',
      facts: {
        files: filesWith({
          'SECURITY.md':
            '# Security Policy\n\n## Reporting a Vulnerability\n\nUse this section to tell people how to report a vulnerability.\n',
        }),
        inherited: nothing,
      },
      expect: ['fail placeholder'],
    },
    {
      name: 'a policy in a picture',
      facts: { files: filesWith({ 'SECURITY.md': { kind: 'binary' } }), inherited: nothing },
      expect: ['fail unreadable'],
    },
    {
      name: "the organisation's policy where one of the repository's own is asked for",
      facts: { files: filesWith({}), inherited: organization },
      options: { acceptInherited: false },
      expect: ['fail own-wanted'],
    },
    {
      name: 'an e-mail address',
      facts: { files: filesWith({ '.github/SECURITY.md': POLICY }), inherited: nothing },
      expect: ['pass private'],
    },
    {
      name: 'GitHub’s private reporting',
      facts: {
        files: filesWith({
          'SECURITY.md': 'Report it here: https://github.com/city/bus-stops/security/advisories/new',
        }),
        inherited: nothing,
      },
      expect: ['pass private'],
    },
    {
      name: 'a form, in Portuguese',
      facts: {
        files: filesWith({ 'SECURITY.md': 'Use o formulário em <https://cidade.example/seguranca>.' }),
        inherited: nothing,
      },
      expect: ['pass private'],
    },
    {
      name: "the organisation's policy",
      facts: { files: filesWith({}), inherited: organization },
      expect: ['pass inherited'],
    },
  ],
  evaluate(facts, options, { pass, fail }) {
    const found = readCommunityFile(facts, SECURITY, options);
    if (found.status !== 'written') return [findUnread(found, fail)];
    const { place, lines, isOwn } = found;
    const { kind, line } = findReportChannel(lines);
    if (kind === 'private') {
      return [isOwn ? pass('private', { path: place.name, line }) : pass('inherited', { from: place.name })];
    }
    const code = ({ placeholder: 'placeholder', public: 'public-only', none: 'no-channel' } as const)[kind];
    return [fail(code, placeAt(place, line))];
  },
});
