import { z } from 'zod';
import type { PointKey } from '../activities.ts';
import { defineEvidence, type Evidence } from './evidence.ts';
import { EXAMPLE_DAY } from './example-facts.ts';
import { aboutRepository, dayOf, daysBetween, many } from './listing.ts';
import type { GovernanceFile } from './organization-facts.ts';

/** A document that speaks for a point by being there. */
interface DocumentEvidence {
  readonly key: PointKey;
  /** What it is called in sentences. */
  readonly name: string;
  /** The beginnings of its file's name, in lower case, with `-` between words. */
  readonly stems: readonly string[];
  readonly leavesOpen: string;
  /** It has to have been changed within so many days; null: it may be as old as it is. */
  readonly maxAgeDays: number | null;
  readonly isPartial?: true;
}

const DOCUMENT = /\.(md|markdown|rst|adoc|asciidoc|txt|org|html|pdf|odt|csv|ya?ml|json)$/;

/** Whether a file's name begins with one of the words, whatever separates its own, and is that of a document. */
export function isCalled(path: string, stems: readonly string[]): boolean {
  const name = (path.split('/').at(-1) ?? '').toLowerCase().replaceAll(/[ _.]+(?=[^.]*\.)/g, '-');
  return DOCUMENT.test(name) && stems.some((stem) => name.startsWith(stem));
}

/** Evidence of a document in the governance repository or in `.github`: in the root, `.github`, `docs`, `ggi` or `governance`. */
export function defineDocumentEvidence(document: DocumentEvidence): Evidence {
  const { key, name, stems, leavesOpen, maxAgeDays } = document;
  const [stem = ''] = stems;
  const path = `${stem.toUpperCase()}.md`;
  const written = (more: Partial<GovernanceFile> = {}): GovernanceFile => ({
    repository: 'city/governance',
    isPublic: false,
    path,
    url: `https://github.com/city/governance/blob/HEAD/${path}`,
    changedAt: `${EXAMPLE_DAY}T09:00:00Z`,
    isEmpty: false,
    ...more,
  });
  const back = (days: number) => new Date(Date.parse(EXAMPLE_DAY) - days * 86_400_000).toISOString();
  return defineEvidence({
    key,
    needs: ['governanceFiles'],
    documents: stems,
    options: z.strictObject({
      ...(maxAgeDays === null
        ? {}
        : {
            maxAgeDays: z
              .int()
              .min(1)
              .max(3660)
              .default(maxAgeDays)
              .describe('Its last change may be so many days ago.'),
          }),
    }),
    figure: 'count',
    threshold: () => 1,
    computed: `Number of files called ${stems.join(', ')} … in the governance repository and in .github that hold something${maxAgeDays === null ? '' : ' and were changed within the time set'}.`,
    leavesOpen,
    ...(document.isPartial === true ? { isPartial: true as const } : {}),
    // It may be kept elsewhere.
    unmet: 'no-evidence',
    nothing: `No ${name} was found in the governance repository or in .github.`,
    says: ({ counting }) =>
      counting > 0 ? `${many(counting, name)} found.` : `A ${name} was found that does not count.`,
    list: ({ governanceFiles }, options, { day }) => {
      const longest = 'maxAgeDays' in options && typeof options.maxAgeDays === 'number' ? options.maxAgeDays : null;
      return governanceFiles
        .filter((file) => isCalled(file.path, stems))
        .map((file) => {
          const isOld = longest !== null && daysBetween(file.changedAt, day) > longest;
          const changed = `last changed on ${dayOf(file.changedAt)}`;
          return aboutRepository(file, {
            about: `${file.repository}/${file.path}`,
            counts: !file.isEmpty && !isOld,
            date: dayOf(file.changedAt),
            says: file.isEmpty ? 'it is empty' : isOld ? `${changed}, too long ago` : changed,
            url: file.url,
          });
        });
    },
    examples: [
      {
        name: 'it is there',
        facts: { governanceFiles: [written(maxAgeDays === null ? {} : { changedAt: back(maxAgeDays) })] },
        expect: 'supported',
        value: 1,
      },
      {
        name: 'it is empty',
        facts: { governanceFiles: [written({ isEmpty: true })] },
        expect: 'no-evidence',
        value: 0,
      },
      ...(maxAgeDays === null
        ? []
        : [
            {
              name: 'it was not changed for longer',
              facts: { governanceFiles: [written({ changedAt: back(maxAgeDays + 1) })] },
              expect: 'no-evidence' as const,
              value: 0,
            },
          ]),
      {
        name: 'something else is there',
        facts: { governanceFiles: [written({ path: 'minutes.md' }), written({ path: `${stem}.png` })] },
        expect: 'no-evidence',
        value: 0,
      },
    ],
  });
}
