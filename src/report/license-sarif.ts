import { plainText, urlPath } from './escape.ts';
import { jsonText } from './json-text.ts';
import type { FileLicense } from './license-json.ts';

const PAGE = 'https://github.com/portreeve/portreeve/blob/main/docs/licences.md';

const RULES = [
  {
    id: 'license-unclear',
    level: 'warning',
    text: 'A person must read this text: not every word of it is accounted for.',
  },
  { id: 'license-not-open', level: 'error', text: 'This licence is not open source.' },
] as const;

/** Texts that a person must look at, as SARIF 2.1.0. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function renderLicenseSarif(files: readonly FileLicense[], listVersion: string, version: string): string {
  const run = {
    tool: {
      driver: {
        name: 'Portreeve',
        version,
        semanticVersion: version,
        informationUri: 'https://github.com/portreeve/portreeve',
        rules: RULES.map(({ id, level, text }) => ({
          id,
          name: id,
          shortDescription: { text },
          helpUri: PAGE,
          defaultConfiguration: { level },
        })),
      },
    },
    automationDetails: { id: 'portreeve/license' },
    columnKind: 'utf16CodeUnits',
    properties: { spdxLicenseListVersion: listVersion },
    invocations: [
      {
        executionSuccessful: files.some(({ license }) => license !== null),
        toolExecutionNotifications: files.flatMap(({ path, problem }) =>
          problem === null ? [] : [{ level: 'warning', message: { text: message(`${path} ${problem}`) } }],
        ),
      },
    ],
    results: files.flatMap(toResult),
  };
  return jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

function toResult({ path, license }: FileLicense) {
  if (license === null) return [];
  const isNotOpen = license.open === false;
  if (license.expression !== 'NOASSERTION' && !isNotOpen) return [];
  const [rule, ruleIndex] = isNotOpen ? [RULES[1], 1] : [RULES[0], 0];
  const line = license.matches.flatMap(({ differences }) => differences)[0]?.line ?? license.matches[0]?.startLine ?? 1;
  return [
    {
      ruleId: rule.id,
      ruleIndex,
      level: rule.level,
      message: { text: message(license.evidence) },
      locations: [{ physicalLocation: { artifactLocation: { uri: urlPath(path) }, region: { startLine: line } } }],
    },
  ];
}

/** Brackets make links in a SARIF message, and readers follow them. */
function message(text: string): string {
  return plainText(text, { max: 1_000 }).replace(/[\\[\]]/g, '\\$&');
}
