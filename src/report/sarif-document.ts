import { plainText } from './escape.ts';
import { jsonText } from './json-text.ts';

/** What a run says beside the tool that made it. */
export interface SarifRun {
  /** Of Portreeve. */
  readonly version: string;
  readonly rules: readonly object[];
  /** By which readers know what they compare it with: `audit`. */
  readonly category: string;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** A document with one run of Portreeve, as SARIF 2.1.0. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function sarifDocument({ version, rules, category, rest }: SarifRun): string {
  const run = {
    tool: {
      driver: {
        name: 'Portreeve',
        version,
        semanticVersion: version,
        informationUri: 'https://github.com/portreeve/portreeve',
        rules,
      },
    },
    automationDetails: { id: `portreeve/${category}` },
    columnKind: 'utf16CodeUnits',
    ...rest,
  };
  return jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

/** Brackets make links in a SARIF message, and readers follow them. */
export function sarifMessage(text: string): string {
  return plainText(text, { max: 1_000 }).replace(/[\\[\]]/g, '\\$&');
}
