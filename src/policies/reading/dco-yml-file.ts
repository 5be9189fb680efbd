import { z } from 'zod';
import { type DcoSettings, NO_DCO_SETTINGS } from '../../core/dco-settings.ts';
import { lineIndex, readYaml, toValue } from '../../yaml/read-yaml.ts';

export interface DcoReading {
  readonly settings: DcoSettings;
  /** What is wrong with the file, in one sentence; then nothing of it counts. */
  readonly problem: string | null;
}

/** Other keys are left alone, as that app does. */
const schema = z.object({
  require: z.object({ members: z.boolean().optional() }).nullish(),
  allowRemediationCommits: z
    .object({ individual: z.boolean().optional(), thirdParty: z.boolean().optional() })
    .nullish(),
});

/** Reads the file; an empty one says nothing, a broken one is told and says nothing either. */
export function readDcoYml(text: string): DcoReading {
  const { root, problems } = readYaml(text);
  const [problem] = problems;
  if (problem !== undefined) {
    const { line } = lineIndex(text)(problem.offset);
    return { settings: NO_DCO_SETTINGS, problem: `line ${line}: ${problem.message}` };
  }
  const reading = schema.safeParse(root === null ? {} : toValue(root));
  if (!reading.success) {
    const [issue] = reading.error.issues;
    const key = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.');
    return { settings: NO_DCO_SETTINGS, problem: `${key} is not what it should be; write true or false` };
  }
  const { require, allowRemediationCommits } = reading.data;
  return {
    settings: {
      membersSignOff: require?.members ?? null,
      individualRemediation: allowRemediationCommits?.individual ?? null,
      thirdPartyRemediation: allowRemediationCommits?.thirdParty ?? null,
    },
    problem: null,
  };
}
