import { ApiError, notFound } from '../errors.ts';
import { repositoryHtmlUrl, repositoryPayload, repositoryUrl } from '../payloads/repositories.ts';
import { canSee } from '../permissions.ts';
import type { Json, Repository, World } from '../state.ts';
import { accountByLogin, fullName } from '../state.ts';
import { requirePermission } from './apps.ts';
import type { ApiRequest, Route } from './route.ts';
import { ok, page, param, repositoryRoute } from './route.ts';

/** Reports are kept for a week, and a download for some minutes. */
const KEPT = 7 * 86_400_000;
const DOWNLOADABLE = 10 * 60_000;

/** What a test sets in `settings.dependencyGraph`: a repository without it has the graph switched off. */
interface DependencyGraph {
  /** As in SPDX; the repository's own is added. */
  readonly packages: readonly Json[];
  /** Milliseconds until a report is ready. */
  readonly readyAfter?: number;
}

interface Report {
  readonly repository: Repository;
  readonly askedAt: number;
}

const reports = new WeakMap<World, Map<string, Report>>();
const downloads = new WeakMap<World, Map<string, Report & { readonly until: number }>>();

function kept<T>(all: WeakMap<World, Map<string, T>>, world: World): Map<string, T> {
  const found = all.get(world) ?? new Map<string, T>();
  all.set(world, found);
  return found;
}

function graphOf(repository: Repository): DependencyGraph {
  const graph = repository.settings.dependencyGraph as DependencyGraph | undefined;
  if (graph === undefined) throw notFound();
  return graph;
}

function document(world: World, { repository, askedAt }: Report): Json {
  const created = new Date(askedAt).toISOString().replace('.000Z', 'Z');
  const own = { SPDXID: 'SPDXRef-Repository', name: `com.github.${fullName(repository)}`, filesAnalyzed: false };
  return {
    sbom: {
      SPDXID: 'SPDXRef-DOCUMENT',
      spdxVersion: 'SPDX-2.3',
      creationInfo: { created, creators: ['Tool: GitHub.com-Dependency-Graph'] },
      name: `com.github.${fullName(repository)}`,
      dataLicense: 'CC0-1.0',
      documentNamespace: `${world.url}/spdx/${repository.id}`,
      packages: [own, ...graphOf(repository).packages],
      relationships: [
        {
          relationshipType: 'DESCRIBES',
          spdxElementId: 'SPDXRef-DOCUMENT',
          relatedSpdxElement: 'SPDXRef-Repository',
        },
      ],
    },
  };
}

const BELOW = '/dependency-graph/sbom';

/** Alerts on vulnerable dependencies, and bills of materials by GitHub's asynchronous flow. */
export const securityRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/orgs/{org}/dependabot/alerts',
    handle(request) {
      requirePermission(request, 'vulnerability_alerts:read');
      const { world, caller } = request;
      const owner = accountByLogin(world, param(request, 'org'));
      if (owner?.type !== 'Organization') throw notFound();
      const seen = [...world.repositories.values()].filter(
        (repository) => repository.owner === owner && canSee(world, caller, repository),
      );
      const alerts = seen.flatMap((repository) =>
        ((repository.settings.openAlerts ?? []) as readonly string[]).map((severity, index) => ({
          repository,
          severity,
          number: index + 1,
        })),
      );
      const isWanted = (request.query.get('state') ?? 'open') === 'open';
      return page(request, isWanted ? alerts : [], (alert) => alertPayload(world, alert));
    },
  },
  repositoryRoute('GET', `${BELOW}/generate-report`, 'contents:read', ({ world }, repository) => {
    graphOf(repository);
    const id = `00000000-0000-4000-8000-${String(world.ids.next()).padStart(12, '0')}`;
    kept(reports, world).set(id, { repository, askedAt: world.clock.now() });
    return ok({ sbom_url: `${repositoryUrl(world, repository)}${BELOW}/fetch-report/${id}` }, 201);
  }),
  repositoryRoute('GET', `${BELOW}/fetch-report/{sbom_uuid}`, 'contents:read', (request, repository) => {
    const { world } = request;
    const id = param(request, 'sbom_uuid');
    const report = kept(reports, world).get(id);
    const age = world.clock.now() - (report?.askedAt ?? 0);
    if (report?.repository !== repository || age > KEPT) throw notFound();
    if (age < (graphOf(repository).readyAfter ?? 0)) return { status: 202 };
    kept(downloads, world).set(id, { ...report, until: world.clock.now() + DOWNLOADABLE });
    return { status: 302, headers: { location: `${world.url}/sbom-downloads/${id}` } };
  }),
  {
    method: 'GET',
    template: '/sbom-downloads/{id}',
    isElsewhere: true,
    handle(request: ApiRequest) {
      const { world, caller } = request;
      // The address is all that is needed; who brings a token gives it to a stranger.
      if (caller.kind !== 'anonymous') throw new ApiError(400, 'Only one auth mechanism allowed');
      const download = kept(downloads, world).get(param(request, 'id'));
      if (download === undefined || download.until < world.clock.now()) throw new ApiError(403, 'Signature expired');
      return ok(document(world, download));
    },
  },
];

function alertPayload(
  world: World,
  {
    repository,
    severity,
    number,
  }: { readonly repository: Repository; readonly severity: string; readonly number: number },
): Json {
  const created = world.clock.iso();
  const dependency = { ecosystem: 'npm', name: `package-${number}` };
  const range = { vulnerable_version_range: '< 2.0.0', first_patched_version: { identifier: '2.0.0' } };
  const vulnerability = { package: dependency, severity, ...range };
  return {
    number,
    state: 'open',
    dependency: { package: dependency, manifest_path: 'package-lock.json', scope: 'runtime' },
    security_advisory: {
      ghsa_id: 'GHSA-0000-0000-0000',
      cve_id: null,
      summary: 'A weakness',
      description: 'A weakness.',
      vulnerabilities: [vulnerability],
      severity,
      cvss: { score: 5, vector_string: null },
      cwes: [],
      identifiers: [{ type: 'GHSA', value: 'GHSA-0000-0000-0000' }],
      references: [],
      published_at: created,
      updated_at: created,
      withdrawn_at: null,
    },
    security_vulnerability: vulnerability,
    url: `${repositoryUrl(world, repository)}/dependabot/alerts/${number}`,
    html_url: `${repositoryHtmlUrl(world, repository)}/security/dependabot/${number}`,
    created_at: created,
    updated_at: created,
    dismissed_at: null,
    dismissed_by: null,
    dismissed_reason: null,
    dismissed_comment: null,
    fixed_at: null,
    repository: repositoryPayload(world, repository),
  };
}
