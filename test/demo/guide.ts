import type { GitHub, Guide, Subject } from '../github/index.ts';
import type { DemoOrganization } from './organization.ts';
import { checkRunsIn, type Exhibit, type Scene } from './scenes.ts';
import { suggestions } from './suggestions.ts';

const INTRODUCTION = `
The city of Rivermouth has twelve repositories, and [Portreeve](/apps/portreeve) looks after them.
Below is what it was told and what it wrote; everything on these pages is what people would see on GitHub.
Choose who you are, at the top right. Then merge, comment, edit or close something, and watch Portreeve answer.
`;

/** The front page of the demo, which grows with each scene that was played. */
export interface DemoGuide extends Guide {
  tell(scene: Scene): void;
}

export function openGuide(github: GitHub, organization: DemoOrganization): DemoGuide {
  const chapters: { title: string; subjects: Subject[] }[] = [];
  return {
    title: 'A city, its repositories, and Portreeve',
    introduction: INTRODUCTION,
    chapters,
    suggestions: suggestions(github, organization),
    tell: ({ title, show }) => void chapters.push({ title, subjects: show().flatMap(subjectsOf) }),
  };
}

function subjectsOf(exhibit: Exhibit): Subject[] {
  switch (exhibit.kind) {
    case 'issue':
      return [exhibit.issue];
    case 'comment':
      return [exhibit.issue.pull ?? exhibit.issue];
    case 'proposal':
      return [exhibit.pull];
    case 'check-run':
      return checkRunsIn(exhibit);
    case 'command':
      return [];
  }
}
