import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchChanges } from './changes.ts';
import { benchMemory } from './memory.ts';
import { benchPush } from './push.ts';
import { benchRequests } from './requests.ts';
import { median, type Row } from './row.ts';
import { openSubject, type Subject } from './subject.ts';

// `npm run bench`: every figure of ours beside the other side, in one run. `-- --json FILE` writes the rows too.
const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });

const fsyncMs = async (): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'sl-fsync-'));
  const file = await open(join(folder, 'file'), 'w');
  const times: number[] = [];
  for (let round = 0; round < 50; round++) {
    await file.write(Buffer.alloc(4096, round), 0, 4096, 0);
    const from = performance.now();
    await file.sync();
    times.push(performance.now() - from);
  }
  await file.close();
  await rm(folder, { recursive: true });
  return median(times);
};

const withSubject = (bench: (subject: Subject) => Promise<readonly Row[]>) => async (): Promise<readonly Row[]> => {
  const subject = await openSubject();
  try {
    return await bench(subject);
  } finally {
    await subject.close();
  }
};

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  push: withSubject(benchPush),
  requests: withSubject(benchRequests),
  changes: withSubject(benchChanges),
  memory: benchMemory,
};

const print = (line: string) => process.stdout.write(`${line}\n`);
const fsync = Math.round((await fsyncMs()) * 100) / 100;
print(`fsync of this machine: ${fsync} ms (median of 50)\n`);
print(['figure', 'ours', 'other side', 'ratio', 'target', ''].join(' | '));
const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (values.only !== undefined && values.only !== name) continue;
  for (const row of await bench()) {
    rows.push(row);
    print(
      [row.name, `${row.ours} ${row.unit}`, `${row.other} (${row.against})`, row.ratio, row.target, row.met ? 'met' : 'NOT MET'].join(
        ' | ',
      ),
    );
  }
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ fsyncMs: fsync, rows }, undefined, 2)}\n`);
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
