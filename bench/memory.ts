import { readdir, readFile } from 'node:fs/promises';
import { type Row, under } from './row.ts';
import { openSubject } from './subject.ts';

/** Memory of the idle platform, all its processes, 10 apps known and none running: proportional set size, so that shared pages count once. */
export const benchMemory = async (): Promise<readonly Row[]> => {
  const subject = await openSubject();
  try {
    for (let index = 0; index < 10; index++) await subject.createApp(`idle-${index}`);
    await subject.platform().kill();
    await subject.restart();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const processes = await processesOf(subject.platform().home);
    const mega = processes.reduce((sum, { pssKb }) => sum + pssKb, 0) / 1024;
    for (const { name, pssKb } of processes) process.stderr.write(`  ${Math.round(pssKb / 1024)} MB ${name}\n`);
    const limit = Number(/MemTotal:\s+(\d+)/.exec(await readFile('/proc/meminfo', 'utf8'))?.[1] ?? 0) / 1024;
    return [
      under({ name: 'memory of the idle platform, 10 apps', unit: 'MB', ours: mega, against: "the machine's memory", other: limit }, 200),
    ];
  } finally {
    await subject.close();
  }
};

type Process = { readonly name: string; readonly pssKb: number };

/** Processes whose command line or environment names the data folder. */
const processesOf = async (home: string): Promise<readonly Process[]> => {
  const found: Process[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const [command, environment] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8'),
        readFile(`/proc/${pid}/environ`, 'utf8'),
      ]);
      if (!command.includes(home) && !environment.includes(home)) continue;
      const pss = /^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'));
      found.push({ name: command.replaceAll('\0', ' ').trim(), pssKb: Number(pss?.[1] ?? 0) });
    } catch (error) {
      // A process that ended while we looked is not part of the idle platform.
      if (!['ENOENT', 'ESRCH', 'EACCES'].includes(String((error as { code?: string }).code))) throw error;
    }
  }
  return found;
};
