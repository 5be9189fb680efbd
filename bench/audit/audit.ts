import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { figure, median, type Table } from '../table.ts';
import { type Clone, makeClones } from './clones.ts';

/** One command on one clone, medians over the runs. */
export interface AuditRow {
  readonly clone: string;
  readonly command: string;
  /** Milliseconds from start to end, the processes that it starts included. */
  readonly wallMs: number;
  /** The most that its own process took, in megabytes. */
  readonly peakRssMb: number;
}

interface Command {
  readonly name: string;
  readonly script: string;
  readonly arguments: (folder: string) => readonly string[];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REPOLINTER = 'repolinter@0.12.0';
const RUNS_A_ROUND = 3;
/** Told on standard error when a process ends. */
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`;

/** Times the packed command and repolinter in turn, on each clone. */
export async function run({ rounds }: { readonly rounds: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-audit-'));
  try {
    const commands = install(folder);
    const rows: (AuditRow & { readonly ratio: number })[] = [];
    for (const clone of makeClones(join(folder, 'clones'))) {
      process.stderr.write(`${clone.name}\n`);
      rows.push(...measure(clone, commands, rounds * RUNS_A_ROUND));
    }
    const table: Table = {
      columns: ['Clone', 'Command', 'ms', 'peak MB', '× repolinter'],
      rows: rows.map(({ clone, command, wallMs, peakRssMb, ratio }) => [
        clone,
        command,
        figure(wallMs),
        figure(peakRssMb),
        figure(ratio),
      ]),
      notes: [
        `Medians of ${rounds * RUNS_A_ROUND} runs after one that does not count, the two commands in turn; the ratio is of each pair.`,
        `portreeve as packed and installed from its tarball, by node; ${REPOLINTER} with its default rules.`,
        'peak MB: of the command’s own process, measured in a run of its own.',
      ],
    };
    return { rows: rows.map(({ ratio: _, ...row }) => row), table };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(folder: string): [Command, Command] {
  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  process.stderr.write('packing and installing\n');
  npm(['pack', '--silent', '--pack-destination', folder], ROOT);
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const [place, spec] of [
    ['portreeve', join(folder, `${name}-${version}.tgz`)],
    ['repolinter', REPOLINTER],
  ] as const) {
    mkdirSync(join(folder, place));
    writeFileSync(join(folder, place, 'package.json'), '{}');
    npm(['install', '--no-audit', '--no-fund', '--ignore-scripts', spec], join(folder, place));
  }
  return [
    {
      name: 'portreeve audit',
      script: join(folder, 'portreeve/node_modules/portreeve/bin/portreeve.js'),
      arguments: (clone) => ['audit', clone],
    },
    {
      name: 'repolinter lint',
      script: join(folder, 'repolinter/node_modules/repolinter/bin/repolinter.js'),
      arguments: (clone) => ['lint', clone],
    },
  ];
}

function measure(clone: Clone, commands: readonly [Command, Command], runs: number) {
  const times = commands.map((): number[] => []);
  for (let count = -1; count < runs; count += 1) {
    commands.forEach((command, index) => {
      const startedAt = performance.now();
      start(command, clone, []);
      if (count >= 0) times[index]?.push(performance.now() - startedAt);
    });
  }
  const [, theirs = []] = times;
  return commands.map((command, index) => {
    const own = times[index] ?? [];
    return {
      clone: clone.name,
      command: command.name,
      wallMs: Math.round(median(own)),
      peakRssMb: Math.round(peakOf(command, clone)),
      ratio: median(own.map((time, pair) => time / (theirs[pair] ?? Number.NaN))),
    };
  });
}

/** @throws Error when it judged nothing: 0 and 1 are verdicts */
function start({ name, script, arguments: argumentsFor }: Command, clone: Clone, flags: readonly string[]) {
  const { status, stderr, error } = spawnSync(process.execPath, [...flags, script, ...argumentsFor(clone.folder)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${name} ended with ${status} on ${clone.name}: ${stderr}`);
  return stderr;
}

function peakOf(command: Command, clone: Clone): number {
  const told = /^peak (\d+)$/m.exec(start(command, clone, ['--import', TELL_PEAK]))?.[1];
  return told === undefined ? Number.NaN : Number(told) / 1024;
}
