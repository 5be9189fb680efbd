import { ANSWERS } from './answers.ts';
import { CLOCKS } from './clocks.ts';
import { DATABASES } from './databases.ts';
import { DELIVERIES } from './deliveries.ts';
import { DISKS } from './disks.ts';
import type { FaultCase } from './fault.ts';
import { INSTALLATIONS } from './installations.ts';
import { KILLED } from './killed.ts';
import { PEOPLE } from './people.ts';
import { POISON } from './poison.ts';
import { REPLICAS } from './replicas.ts';

const numberOf = ({ id }: FaultCase): number => Number(id.slice(1));

/** All faults, by their number. A new one is a value in one of these lists. */
export const FAULTS: readonly FaultCase[] = [
  ...ANSWERS,
  ...CLOCKS,
  ...DATABASES,
  ...DELIVERIES,
  ...DISKS,
  ...INSTALLATIONS,
  ...KILLED,
  ...PEOPLE,
  ...POISON,
  ...REPLICAS,
].sort((a, b) => numberOf(a) - numberOf(b));
