/** A metric family of an OpenMetrics text. */
export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (NaN|[+-]Inf|[+-]?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;

/** Which samples a family of a type may have, by what follows its name. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
};

/**
 * Reads OpenMetrics 1.0 as strictly as its text says: families in one piece, each described before its samples, no
 * sample twice, counters that end in `_total` and do not fall below nought, buckets that grow up to `+Inf`, one `# EOF`
 * at the very end.
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 * @throws Error with the line that does not fit
 */
export function readOpenMetrics(text: string): MetricFamily[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('It does not end with # EOF and a line feed.');
  const families = new Map<string, { type: string; hasHelp: boolean; samples: Sample[] }>();
  const seen = new Set<string>();
  let current = '';
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const described = new RegExp(`^# (HELP|TYPE) (${NAME}) (.*)$`).exec(line);
    if (described !== null) {
      const [, kind = '', name = '', rest = ''] = described;
      if (name !== current) {
        if (families.has(name)) throw new Error(`The family comes in two pieces: ${line}`);
        families.set(name, { type: '', hasHelp: false, samples: [] });
        current = name;
      }
      const family = familyOf(families, name);
      if (family.samples.length > 0) throw new Error(`Described after its samples: ${line}`);
      if (kind === 'TYPE' && family.type !== '') throw new Error(`Two types: ${line}`);
      if (kind === 'HELP' && family.hasHelp) throw new Error(`Two helps: ${line}`);
      if (kind === 'TYPE') family.type = rest;
      else family.hasHelp = true;
      continue;
    }
    const sample = readSample(line);
    const family = familyOf(families, current);
    const suffixes = SUFFIXES[family.type] ?? [];
    if (!suffixes.some((suffix) => sample.name === `${current}${suffix}`))
      throw new Error(`Not of ${current}: ${line}`);
    const identity = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(identity)) throw new Error(`Twice: ${line}`);
    seen.add(identity);
    if (family.type === 'counter' && !(sample.value >= 0)) throw new Error(`A counter below nought: ${line}`);
    family.samples.push(sample);
  }
  for (const [name, { type, samples }] of families) {
    if (type === 'counter' && name.endsWith('_total'))
      throw new Error(`A counter's family without its suffix: ${name}`);
    if (type === 'histogram') checkBuckets(name, samples);
  }
  return [...families].map(([name, { type, samples }]) => ({ name, type, samples }));
}

function familyOf<T>(families: ReadonlyMap<string, T>, name: string): T {
  const family = families.get(name);
  if (family === undefined) throw new Error('A sample before any family');
  return family;
}

function readSample(line: string): Sample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new Error(`No sample: ${JSON.stringify(line)}`);
  const [, name = '', inner = '', value = ''] = match;
  const labels: Record<string, string> = {};
  let rest = inner;
  while (rest !== '') {
    const label = LABEL.exec(rest);
    if (label === null) throw new Error(`No label: ${rest}`);
    const [whole, key = '', text = ''] = label;
    if (key in labels) throw new Error(`A label twice: ${line}`);
    labels[key] = text;
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
}

function checkBuckets(name: string, samples: readonly Sample[]): void {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = JSON.stringify(labels);
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const group of series.values()) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`);
    const counts = buckets.map(({ value }) => value);
    if (counts.some((count, index) => count < (counts[index - 1] ?? 0))) throw new Error(`Buckets of ${name} fall`);
    const last = buckets.at(-1);
    const total = group.find((sample) => sample.name === `${name}_count`)?.value;
    if (last?.labels.le !== '+Inf' || last.value !== total) throw new Error(`${name} has no bucket +Inf with all`);
  }
}
