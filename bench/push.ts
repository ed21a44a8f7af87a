import { join } from 'node:path';
import { bootMs } from './boot.ts';
import { startHttpBackend } from './http-backend.ts';
import { atMostMore, median, type Row } from './row.ts';
import type { Subject } from './subject.ts';

const rounds = 11;

/** A one-line change pushed to us until it is live, and, turn by turn, the same push to git's own server plus the app's own boot. */
export const benchPush = async (subject: Subject): Promise<readonly Row[]> => {
  const { git, copy, folder } = subject;
  await subject.createApp('bench-push');
  await git(['init', '-q', '--bare', 'bare.git'], { cwd: folder });
  await git(['config', 'http.receivepack', 'true'], { cwd: join(folder, 'bare.git') });
  const backend = await startHttpBackend(folder);
  try {
    const ours: number[] = [];
    const other: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await subject.changeLine(`round ${round}`);
      const bare = await timedPush(subject, `${backend.url}/bare.git`);
      other.push(bare + (await bootMs(copy)));
      ours.push(await timedPush(subject, subject.remote('bench-push')));
    }
    const measured = { name: 'one-line push to live', unit: 'ms', against: "git push to git http-backend + the app's own boot" };
    return [atMostMore({ ...measured, ours: median(ours.slice(1)), other: median(other.slice(1)) }, 250)];
  } finally {
    await backend.stop();
  }
};

const timedPush = async ({ git, copy }: Subject, url: string): Promise<number> => {
  const from = performance.now();
  const ran = await git(['push', '-q', url, 'HEAD:refs/heads/main'], { cwd: copy });
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
  return performance.now() - from;
};
