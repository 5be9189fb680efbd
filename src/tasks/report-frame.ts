import { type EffectiveConfiguration, effectiveConfiguration } from '../config/effective-configuration.ts';
import type { ReportFrame } from '../report/frame.ts';
import { wordsIn } from '../report/words.ts';
import type { Configuration } from './configuration.ts';
import { organizationPath } from './configuration-files.ts';
import type { TaskContext } from './context.ts';

/** What texts for this organisation are worded with: its language, its office, its policies. */
export function frameFor(
  { texts, policies }: Pick<TaskContext, 'texts' | 'policies'>,
  { owner, layers }: Pick<Configuration, 'owner' | 'layers'>,
  effective: EffectiveConfiguration,
): ReportFrame {
  const file = layers.at(-1)?.path ?? organizationPath('.github');
  const { office = null, officeUrl = null } = effective.contact;
  return {
    words: wordsIn(effective.language, texts.catalogues),
    policies,
    owner,
    office: { name: office, url: officeUrl },
    configurationFile: `${owner}/${file.replace('/', ': ')}`,
  };
}

/** The same where no one repository is concerned. */
export function frameForOrganization(
  context: Pick<TaskContext, 'texts' | 'policies'>,
  configuration: Pick<Configuration, 'owner' | 'layers'>,
): ReportFrame {
  const { policies } = context;
  return frameFor(
    context,
    configuration,
    effectiveConfiguration({ policies, layers: configuration.layers, repository: null }),
  );
}
