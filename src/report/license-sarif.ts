import { urlPath } from './escape.ts';
import type { FileLicense } from './license-json.ts';
import { sarifDocument, sarifMessage } from './sarif-document.ts';

const PAGE = 'https://github.com/portreeve/portreeve/blob/main/docs/licences.md';

const RULES = [
  {
    id: 'license-unclear',
    level: 'warning',
    text: 'A person must read this text: not every word of it is accounted for.',
  },
  { id: 'license-not-open', level: 'error', text: 'This licence is not open source.' },
] as const;

/** Texts that a person must look at, as SARIF 2.1.0. */
export function renderLicenseSarif(files: readonly FileLicense[], listVersion: string, version: string): string {
  const rules = RULES.map(({ id, level, text }) => ({
    id,
    name: id,
    shortDescription: { text },
    helpUri: PAGE,
    defaultConfiguration: { level },
  }));
  const rest = {
    properties: { spdxLicenseListVersion: listVersion },
    invocations: [
      {
        executionSuccessful: files.some(({ license }) => license !== null),
        toolExecutionNotifications: files.flatMap(({ path, problem }) =>
          problem === null ? [] : [{ level: 'warning', message: { text: sarifMessage(`${path} ${problem}`) } }],
        ),
      },
    ],
    results: files.flatMap(toResult),
  };
  return sarifDocument({ version, rules, category: 'license', rest });
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
      message: { text: sarifMessage(license.evidence) },
      locations: [{ physicalLocation: { artifactLocation: { uri: urlPath(path) }, region: { startLine: line } } }],
    },
  ];
}
