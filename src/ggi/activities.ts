import type { Activity } from './activity.ts';

/**
 * The 25 activities and their 109 verification points, in the handbook's order. Their facts (ids, goals, roles, relations,
 * which points there are) are the handbook's; keys, kinds and conditions are ours, and so are the texts, which stand in
 * `templates/ggi/`: no sentence is the handbook's. Relations contain loops.
 *
 * Good Governance Initiative handbook 1.3, OW2 and the OSPO Alliance, CC-BY-4.0.
 * @see https://ospo-alliance.org/ggi/
 */
export const ACTIVITIES = [
  {
    id: 'GGI-A-17',
    goal: 'usage',
    slug: 'inventory_of_open_source_skills_and_resources',
    roles: ['team-leader', 'developer'],
    next: ['GGI-A-18', 'GGI-A-19', 'GGI-A-28', 'GGI-A-33', 'GGI-A-42'],
    points: [
      {
        key: 'inventory-maintained',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'inventory of repositories and packages younger than 90 days; skills and desktops cannot be seen',
        },
      },
      { key: 'modern-practices-adopted', kind: 'attestation', part: 'main', evidence: null },
      {
        key: 'untracked-software-found',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'comparison with the inventory before; whether a rule is needed cannot be seen',
        },
      },
      { key: 'reuse-expected-of-projects', kind: 'attestation', part: 'main', evidence: null },
      { key: 'usage-extent-understood', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-18',
    goal: 'usage',
    slug: 'open_source_competency_growth',
    roles: ['team-leader'],
    next: ['GGI-A-28'],
    points: [
      { key: 'skills-matrix-available', kind: 'document', part: 'main', evidence: null },
      { key: 'technology-scope-set', kind: 'document', part: 'main', evidence: null },
      { key: 'expertise-sufficient', kind: 'attestation', part: 'main', evidence: null },
      { key: 'basics-training-given', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-19',
    goal: 'usage',
    slug: 'open_source_supervision',
    roles: ['team-leader'],
    next: [],
    points: [
      { key: 'comfortable-choice', kind: 'attestation', part: 'main', evidence: null },
      { key: 'not-exceptional-or-risky', kind: 'attestation', part: 'main', evidence: null },
      { key: 'ordinary-choice', kind: 'attestation', part: 'main', evidence: null },
      { key: 'decision-makers-convinced', kind: 'attestation', part: 'main', evidence: null },
      { key: 'total-cost-advantage-shown', kind: 'document', part: 'main', evidence: null },
      { key: 'independence-savings-assessed', kind: 'document', part: 'main', evidence: null },
      { key: 'exit-cost-risk-assessed', kind: 'document', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-20',
    goal: 'usage',
    slug: 'open_source_enterprise_software',
    roles: ['decision-maker'],
    next: ['GGI-A-33', 'GGI-A-43'],
    points: [
      { key: 'recommended-list-available', kind: 'document', part: 'main', evidence: null },
      { key: 'preference-policy-drafted', kind: 'document', part: 'main', evidence: null },
      { key: 'proprietary-tools-compared', kind: 'document', part: 'main', evidence: null },
      { key: 'tenders-state-preference', kind: 'document', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-42',
    goal: 'usage',
    slug: 'manage_open_source_skills_and_resources',
    roles: ['team-leader'],
    next: ['GGI-A-28'],
    points: [
      {
        key: 'production-chain-described',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'table of continuous integration and supply chain generated; a table is not the whole description',
        },
      },
      { key: 'toolset-rationalisation-planned', kind: 'document', part: 'main', evidence: null },
      { key: 'developer-skills-recorded', kind: 'document', part: 'main', evidence: null },
      { key: 'training-gaps-addressed', kind: 'document', part: 'main', evidence: null },
      {
        key: 'missing-practices-planned',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'open findings are listed with owners and target dates' },
      },
    ],
  },
  {
    id: 'GGI-A-21',
    goal: 'trust',
    slug: 'manage_legal_compliance',
    roles: ['decision-maker'],
    next: ['GGI-A-24'],
    points: [
      {
        key: 'licence-check-offered',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'a licence check is on offer to every active repository' },
      },
      { key: 'ip-check-offered', kind: 'document', part: 'main', evidence: null },
      { key: 'legal-owner-named', kind: 'attestation', part: 'main', evidence: null },
      {
        key: 'audits-scheduled',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'last full audit younger than the period, and a date for the next one' },
      },
      { key: 'legal-team-reachable', kind: 'attestation', part: 'alternative', evidence: null },
      {
        key: 'project-information-complete',
        kind: 'measurable',
        part: 'alternative',
        evidence: { by: 'measure', condition: 'LICENSE, README, CONTRIBUTING present in all public repositories' },
      },
      {
        key: 'ip-contact-named',
        kind: 'document',
        part: 'alternative',
        evidence: { by: 'document', condition: 'a contact is named in the configuration' },
      },
      { key: 'officer-appointed', kind: 'attestation', part: 'alternative', evidence: null },
      { key: 'dedicated-team-set-up', kind: 'attestation', part: 'alternative', evidence: null },
    ],
  },
  {
    id: 'GGI-A-22',
    goal: 'trust',
    slug: 'manage_software_vulnerabilities',
    roles: ['team-leader'],
    next: ['GGI-A-24'],
    points: [
      {
        key: 'assets-monitored',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition:
            'alerts on for every active repository; running services cannot be seen, so it never fully supports',
        },
      },
      {
        key: 'prevention-in-pipeline',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'dependency-review or update tool on every active repository' },
      },
      { key: 'risk-evaluator-named', kind: 'attestation', part: 'main', evidence: null },
      { key: 'alert-dispatcher-named', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-23',
    goal: 'trust',
    slug: 'manage_software_dependencies',
    roles: ['team-leader', 'developer'],
    next: ['GGI-A-20', 'GGI-A-21', 'GGI-A-22'],
    points: [
      {
        key: 'own-code-dependencies-known',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'SBOM for 100% of active repositories' },
      },
      { key: 'external-code-dependencies-known', kind: 'attestation', part: 'main', evidence: null },
      {
        key: 'analysis-ready-for-ci',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'a reusable workflow or a check is offered' },
      },
      {
        key: 'analysis-tools-in-use',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'dependencies of active repositories are analysed' },
      },
    ],
  },
  {
    id: 'GGI-A-24',
    goal: 'trust',
    slug: 'manage_key_indicators',
    roles: ['decision-maker', 'team-leader'],
    next: ['GGI-A-37'],
    points: [
      {
        key: 'metrics-listed',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'indicator catalogue file exists' },
      },
      {
        key: 'metrics-tooling-used',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'dated snapshots are kept without long gaps' },
      },
      {
        key: 'dashboard-shared',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'dashboard reachable and refreshed within 7 days' },
      },
    ],
  },
  {
    id: 'GGI-A-44',
    goal: 'trust',
    slug: 'run_code_reviews',
    roles: ['team-leader', 'developer'],
    next: ['GGI-A-26'],
    points: [
      { key: 'review-considered-necessary', kind: 'attestation', part: 'main', evidence: null },
      { key: 'reviews-planned', kind: 'attestation', part: 'main', evidence: null },
      {
        key: 'review-process-agreed',
        kind: 'document',
        part: 'main',
        evidence: {
          by: 'document',
          condition:
            'CONTRIBUTING or a review guide describes how reviews are done; that the team agreed cannot be seen',
        },
      },
      {
        key: 'review-routine',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'required review enforced on 100% of active repositories' },
      },
    ],
  },
  {
    id: 'GGI-A-25',
    goal: 'culture',
    slug: 'promote_open_source_development_best_practices',
    roles: ['team-leader', 'developer'],
    next: ['GGI-A-42', 'GGI-A-44'],
    points: [
      {
        key: 'practices-listed',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'at least one policy is on in the configuration' },
      },
      {
        key: 'alignment-monitored',
        kind: 'measurable',
        part: 'main',
        evidence: { by: 'measure', condition: 'all repositories audited in the last 30 days' },
      },
      { key: 'team-aware', kind: 'attestation', part: 'main', evidence: null },
      {
        key: 'new-practices-adopted',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'policies added to the configuration within 12 months; an edit alone is weak support',
        },
      },
    ],
  },
  {
    id: 'GGI-A-26',
    goal: 'culture',
    slug: 'contribute_to_open_source_projects',
    roles: ['team-leader', 'developer'],
    next: ['GGI-A-31', 'GGI-A-24', 'GGI-A-27', 'GGI-A-29', 'GGI-A-36', 'GGI-A-39'],
    points: [
      {
        key: 'contribution-path-official',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'contribution path document exists and is linked' },
      },
      { key: 'giving-back-encouraged', kind: 'attestation', part: 'main', evidence: null },
      { key: 'contributions-cleared', kind: 'document', part: 'main', evidence: null },
      {
        key: 'contribution-volume-measured',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'figure computed for the last quarter, in total, of accounts that consented',
        },
      },
    ],
  },
  {
    id: 'GGI-A-27',
    goal: 'culture',
    slug: 'belong_to_the_open_source_community',
    roles: ['team-leader', 'decision-maker'],
    next: ['GGI-A-28', 'GGI-A-31'],
    points: [
      { key: 'events-listed', kind: 'document', part: 'main', evidence: null },
      { key: 'talks-tracked', kind: 'attestation', part: 'main', evidence: null },
      { key: 'event-requests-open', kind: 'attestation', part: 'main', evidence: null },
      { key: 'sponsorship-requests-open', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-28',
    goal: 'culture',
    slug: 'human_resources_perspective',
    roles: ['decision-maker'],
    next: [],
    points: [
      { key: 'training-offered', kind: 'attestation', part: 'main', evidence: null },
      { key: 'key-roles-understand', kind: 'attestation', part: 'main', evidence: null },
      { key: 'community-work-encouraged', kind: 'attestation', part: 'main', evidence: null },
      { key: 'job-profiles-updated', kind: 'document', part: 'main', evidence: null },
      { key: 'appraisals-value-experience', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-39',
    goal: 'culture',
    slug: 'upstream_first',
    roles: ['team-leader', 'developer'],
    next: ['GGI-A-25'],
    points: [
      {
        key: 'upstream-requests-growing',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'pull requests to others’ projects grew by more than the threshold, quarter on quarter',
        },
      },
      {
        key: 'upstream-first-list-drafted',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'the list in the configuration has an entry' },
      },
    ],
  },
  {
    id: 'GGI-A-29',
    goal: 'engagement',
    slug: 'engage_with_open_source_projects',
    roles: ['decision-maker', 'developer'],
    next: ['GGI-A-26', 'GGI-A-30'],
    points: [
      {
        key: 'beneficiary-identified',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'a project is named in the configuration' },
      },
      { key: 'support-form-decided', kind: 'document', part: 'main', evidence: null },
      { key: 'lead-appointed', kind: 'attestation', part: 'main', evidence: null },
      {
        key: 'contribution-made',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition:
            'a merged contribution to a named project; its absence contradicts nothing, since money counts too',
        },
      },
      { key: 'outcome-evaluated', kind: 'document', part: 'main', evidence: null },
      {
        key: 'contribution-policy-adopted',
        kind: 'document',
        part: 'questionnaire',
        evidence: { by: 'document', condition: 'contribution policy file exists' },
      },
      { key: 'contribution-procedure-documented', kind: 'document', part: 'questionnaire', evidence: null },
      { key: 'policy-awareness-documented', kind: 'document', part: 'questionnaire', evidence: null },
    ],
  },
  {
    id: 'GGI-A-30',
    goal: 'engagement',
    slug: 'support_open_source_communities',
    roles: ['decision-maker'],
    next: ['GGI-A-31'],
    points: [
      { key: 'foundation-membership-signed', kind: 'document', part: 'main', evidence: null },
      { key: 'governance-joined', kind: 'attestation', part: 'main', evidence: null },
      { key: 'software-handed-to-foundation', kind: 'attestation', part: 'main', evidence: null },
      { key: 'membership-shown-both-sides', kind: 'attestation', part: 'main', evidence: null },
      { key: 'membership-cost-benefit-assessed', kind: 'document', part: 'main', evidence: null },
      {
        key: 'community-contact-appointed',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'contact address present' },
      },
    ],
  },
  {
    id: 'GGI-A-31',
    goal: 'engagement',
    slug: 'publicly_assert_use_of_open_source',
    roles: ['decision-maker', 'team-leader'],
    next: [],
    points: [
      { key: 'vendor-reference-allowed', kind: 'attestation', part: 'main', evidence: null },
      { key: 'staff-speak-in-name', kind: 'attestation', part: 'main', evidence: null },
      { key: 'annual-report-mentions', kind: 'document', part: 'main', evidence: null },
      { key: 'media-unrestricted', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-33',
    goal: 'engagement',
    slug: 'engage_with_open_source_vendors',
    roles: ['decision-maker'],
    next: ['GGI-A-23'],
    points: [
      { key: 'commercial-support-in-place', kind: 'attestation', part: 'main', evidence: null },
      { key: 'support-plans-contracted', kind: 'document', part: 'main', evidence: null },
      { key: 'support-budgeted', kind: 'document', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-43',
    goal: 'engagement',
    slug: 'open_source_procurement_policy',
    roles: ['decision-maker'],
    next: ['GGI-A-33'],
    points: [
      { key: 'tenders-invite-open-source', kind: 'document', part: 'main', evidence: null },
      { key: 'purchasing-can-compare', kind: 'document', part: 'main', evidence: null },
      { key: 'simplified-purchase-documented', kind: 'document', part: 'main', evidence: null },
      { key: 'cross-team-approval-documented', kind: 'document', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-16',
    goal: 'strategy',
    slug: 'setup_a_strategy_for_corporate_open_source_governance',
    roles: ['decision-maker'],
    next: ['GGI-A-35', 'GGI-A-34'],
    points: [
      {
        key: 'governance-charter-clear',
        kind: 'document',
        part: 'main',
        evidence: { by: 'document', condition: 'charter file present' },
      },
      {
        key: 'roadmap-shared-accepted',
        kind: 'document',
        part: 'main',
        evidence: {
          by: 'document',
          condition: 'roadmap file present and changed within 12 months; that it is accepted cannot be seen',
        },
      },
    ],
  },
  {
    id: 'GGI-A-34',
    goal: 'strategy',
    slug: 'c-level_awareness',
    roles: ['decision-maker'],
    next: ['GGI-A-31'],
    points: [
      { key: 'mandated-office-empowered', kind: 'document', part: 'main', evidence: null },
      { key: 'binding-commitment-given', kind: 'document', part: 'main', evidence: null },
      { key: 'commitment-communicated', kind: 'attestation', part: 'main', evidence: null },
      { key: 'leaders-answerable', kind: 'attestation', part: 'main', evidence: null },
      { key: 'funding-adequate', kind: 'document', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-35',
    goal: 'strategy',
    slug: 'open_source_and_digital_sovereignty',
    roles: ['decision-maker'],
    next: [],
    points: [
      { key: 'critical-dependencies-assessed', kind: 'document', part: 'main', evidence: null },
      { key: 'fallback-planned', kind: 'document', part: 'main', evidence: null },
      { key: 'sovereignty-required', kind: 'document', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-36',
    goal: 'strategy',
    slug: 'open_source_enabling_innovation',
    roles: ['decision-maker'],
    next: [],
    points: [
      {
        key: 'impactful-communities-identified',
        kind: 'measurable',
        part: 'main',
        evidence: {
          by: 'measure',
          condition: 'communities behind the most used dependencies are listed; a proxy for what matters',
        },
      },
      { key: 'communities-followed', kind: 'attestation', part: 'main', evidence: null },
      { key: 'staff-shape-roadmaps', kind: 'attestation', part: 'main', evidence: null },
    ],
  },
  {
    id: 'GGI-A-37',
    goal: 'strategy',
    slug: 'open_source_enabling_digital_transformation',
    roles: ['decision-maker'],
    next: [],
    points: [
      { key: 'level-one-assessed', kind: 'document', part: 'level-1', evidence: null },
      { key: 'level-two-engaged', kind: 'attestation', part: 'level-2', evidence: null },
      { key: 'level-three-generalised', kind: 'attestation', part: 'level-3', evidence: null },
    ],
  },
] as const satisfies readonly Activity[];

/** An activity of the handbook, as `GGI-A-21`. */
export type ActivityId = (typeof ACTIVITIES)[number]['id'];

/** A verification point of the handbook, unique among all activities. Nothing is stored by a point's number. */
export type PointKey = (typeof ACTIVITIES)[number]['points'][number]['key'];
