import type { ReportCheckRun } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import type { ExternalId } from './intents.ts';

/** GitHub takes at most this many annotations in one request; the text tells of the others. */
const MOST_ANNOTATIONS = 50;

export function reportCheckRun(action: ReportCheckRun, executor: Executor, known: ExternalId | null): Execution {
  const standing = action.isRenewed ? null : known;
  const where = { owner: action.repository.owner, repo: action.repository.name };
  const externalId = externalIdOf(action);
  const find = async (): Promise<ExternalId | null> => {
    const reader = executor.github.reader(executor.installationId);
    const { data } = await reader.rest.checks.listForRef({
      ...where,
      ref: action.headSha,
      check_name: action.name,
      app_id: executor.appId,
    });
    const ours = data.check_runs.find(({ external_id }) => external_id === externalId);
    return ours === undefined ? null : { id: ours.id, nodeId: ours.node_id, number: null, headSha: null };
  };
  return {
    find: standing === null ? find : null,
    async write(writer) {
      const content = contentOf(action);
      const { data } =
        standing === null
          ? await writer.rest.checks.create({ ...where, head_sha: action.headSha, external_id: externalId, ...content })
          : await writer.rest.checks.update({ ...where, check_run_id: standing.id, ...content });
      return { id: data.id, nodeId: data.node_id, number: null, headSha: null };
    },
  };
}

/** By which a check run is found again: each content of its annotations is a run of its own. */
function externalIdOf({ key, details }: ReportCheckRun): string {
  return `${key}:${String(details.annotationsPrint).slice(0, 16)}`;
}

function contentOf(action: ReportCheckRun) {
  return {
    name: action.name,
    status: 'completed' as const,
    conclusion: action.conclusion,
    output: {
      title: action.title,
      summary: action.summary,
      annotations: (action.annotationsStand ? [] : action.annotations.slice(0, MOST_ANNOTATIONS)).map(
        ({ path, line, level, title, message }) => ({
          path,
          start_line: line,
          end_line: line,
          annotation_level: level,
          title,
          message,
        }),
      ),
    },
    actions: action.requestedActions.map((requested) => ({ ...requested })),
  };
}
