import type { CreateMilestone } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import type { ExternalId } from './intents.ts';

interface MilestoneAnswer {
  readonly id: number;
  readonly node_id: string;
  readonly number: number;
}

function toExternal({ id, node_id, number }: MilestoneAnswer): ExternalId {
  return { id, nodeId: node_id, number, headSha: null };
}

export function createMilestone(action: CreateMilestone, executor: Executor): Execution {
  const where = {
    owner: action.repository.owner,
    repo: action.repository.name,
  };
  return {
    async find() {
      const { marker } = executor;
      const login = await executor.botLogin();
      const reader = executor.github.reader(executor.installationId);
      const listed = await reader.paginate(reader.rest.issues.listMilestones, {
        ...where,
        state: 'all',
        per_page: 100,
      });
      const found = listed.find(
        ({ creator, description }) => creator?.login === login && marker.isNamedOn(description ?? '', action.key),
      );
      return found === undefined ? null : toExternal(found);
    },
    async write(writer) {
      const description = executor.marker.add(action.body, action.key);
      const { data } = await writer.rest.issues.createMilestone({
        ...where,
        title: action.title,
        description,
      });
      return toExternal(data);
    },
  };
}
