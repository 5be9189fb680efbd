import { DISKS } from './disks.ts';
import { KILLED } from './killed.ts';
import { REPLICAS } from './replicas.ts';
import { describeFaults } from './sample.ts';

// What needs processes and servers of its own, in a file of its own: beside the others.
describeFaults([...DISKS, ...KILLED, ...REPLICAS]);
