import { declare, expressionMeaning, isRecord, type ManifestReading, textsOf } from './read-manifest.ts';
import { readToml } from './toml.ts';

/**
 * The licences of the files that the annotations of a REUSE.toml cover.
 * @see https://reuse.software/spec-3.3/#reusetoml
 */
export function readReuseToml(text: string): ManifestReading {
  const read = readToml(text);
  if (read.status === 'unreadable') return read;
  const { annotations } = read.value;
  const lines = read.linesOfList('annotations');
  const all: readonly unknown[] = Array.isArray(annotations) ? annotations : [];
  const declared = all.flatMap((annotation, index) =>
    isRecord(annotation)
      ? textsOf(annotation['SPDX-License-Identifier']).map((one) =>
          declare(one, lines[index] ?? null, expressionMeaning(one), 'part'),
        )
      : [],
  );
  return { status: 'read', declared };
}
