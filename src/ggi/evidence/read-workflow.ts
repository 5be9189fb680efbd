import { readYaml, toValue, type YamlNode } from '../../yaml/read-yaml.ts';
import type { WorkflowFile } from './organization-facts.ts';

/** In UTF-16 code units. */
const LONGEST = 100_000;
const CALL = 'workflow_call';

/** Reads what a workflow uses. One that is no valid YAML uses nothing, as GitHub would not run it. */
export function readWorkflow(path: string, text: string): WorkflowFile {
  const { root: read, problems } = readYaml(text, { longest: LONGEST });
  const root = problems.length > 0 ? null : read;
  const workflow = root === null ? null : toValue(root);
  const jobs = isMap(workflow) && isMap(workflow.jobs) ? Object.values(workflow.jobs) : [];
  const uses = jobs.flatMap((job) => {
    if (!isMap(job)) return [];
    const steps = Array.isArray(job.steps) ? job.steps : [];
    return [job.uses, ...steps.map((step) => (isMap(step) ? step.uses : null))].filter(
      (one) => typeof one === 'string',
    );
  });
  return {
    path,
    isReusable: root !== null && isReusable(root),
    uses: [...new Set(uses.map((one) => one.split('@', 1)[0] ?? one))],
  };
}

/** A trigger without anything after it is a key without a value. */
function isReusable(root: YamlNode): boolean {
  const on = root.kind === 'map' ? root.entries.get('on')?.node : undefined;
  if (on?.kind === 'map') return on.entries.has(CALL);
  if (on?.kind === 'list') return on.items.some((item) => item.kind === 'scalar' && item.value === CALL);
  return on?.kind === 'scalar' && on.value === CALL;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
