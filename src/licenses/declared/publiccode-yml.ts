import { lineIndex, nodeAt, readYaml } from '../../yaml/read-yaml.ts';
import { declare, expressionMeaning, type ManifestReading } from './read-manifest.ts';

/** As long as the standard lets it become. */
const LONGEST = 262_144;

/**
 * `legal.license` of a publiccode.yml; what else is wrong with the file is the matter of another policy.
 * @see https://yml.publiccode.tools/schema.core.html#section-legal
 */
export function readPubliccodeYml(text: string): ManifestReading {
  const { root, problems } = readYaml(text, { longest: LONGEST });
  const place = lineIndex(text);
  const [problem] = problems;
  if (problem !== undefined) {
    return { status: 'unreadable', line: place(problem.offset).line, problem: 'is no YAML that Portreeve reads' };
  }
  if (root === null) return { status: 'read', declared: [] };
  const { node, offset, isExact } = nodeAt(root, ['legal', 'license']);
  if (!isExact || node.kind !== 'scalar' || node.source.trim() === '') return { status: 'read', declared: [] };
  return { status: 'read', declared: [declare(node.source, place(offset).line, expressionMeaning(node.source))] };
}
