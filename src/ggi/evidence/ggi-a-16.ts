import type { Evidence } from './evidence.ts';
import { defineDocumentEvidence } from './governance-documents.ts';

const governanceCharterClear = defineDocumentEvidence({
  key: 'governance-charter-clear',
  name: 'charter',
  stems: ['charter', 'ospo-charter', 'open-source-charter', 'charte', 'charta', 'statut', 'carta', 'handvest'],
  leavesOpen: 'Whether it is clear, and that it was adopted.',
  maxAgeDays: null,
  isPartial: true,
});

const roadmapSharedAccepted = defineDocumentEvidence({
  key: 'roadmap-shared-accepted',
  name: 'roadmap',
  stems: [
    'roadmap',
    'open-source-roadmap',
    'feuille-de-route',
    'fahrplan',
    'hoja-de-ruta',
    'tabella-di-marcia',
    'roteiro',
    'routekaart',
  ],
  leavesOpen: 'That everybody can find it and that the organisation accepts it.',
  maxAgeDays: 365,
  isPartial: true,
});

export const strategy: readonly Evidence[] = [governanceCharterClear, roadmapSharedAccepted];
