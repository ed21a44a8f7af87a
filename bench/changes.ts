import { bootMs } from './boot.ts';
import { atMostMore, median, type Row } from './row.ts';
import type { Subject } from './subject.ts';

const app = 'bench-changes';
const rounds = 5;

/** A variable set until it is live, and a rollback until it is live, each against the app's own boot; early and late in a long history. */
export const benchChanges = async (subject: Subject): Promise<readonly Row[]> => {
  await subject.createApp(app);
  await subject.changeLine('for changes');
  const ran = await subject.git(['push', '-q', subject.remote(app), 'HEAD:refs/heads/main'], { cwd: subject.copy });
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
  return [...(await at(subject, 10)), ...(await at(subject, 1_000))];
};

const at = async (subject: Subject, release: number): Promise<readonly Row[]> => {
  await growTo(subject, release);
  const change: number[] = [];
  const rollback: number[] = [];
  const boot: number[] = [];
  for (let round = 0; round < rounds; round++) {
    boot.push(await bootMs(subject.copy));
    change.push(await timed(() => subject.api('POST', `/api/apps/${app}/configs`, { configs: { ROUND: `${release} ${round}` } })));
    const newest = await version(subject);
    rollback.push(await timed(() => subject.api('POST', `/api/apps/${app}/releases/${newest - 1}/rollback`)));
  }
  const against = "the app's own boot";
  const other = median(boot);
  return [
    atMostMore({ name: `config change to live at release ${release}`, unit: 'ms', ours: median(change), against, other }, 300),
    atMostMore({ name: `rollback to live at release ${release}`, unit: 'ms', ours: median(rollback), against, other }, 300),
  ];
};

/** Releases made without a rollout: the history is real, only nothing is restarted for it. */
const growTo = async (subject: Subject, release: number): Promise<void> => {
  for (let now = await version(subject); now < release; now++) {
    await subject.api('POST', `/api/apps/${app}/configs`, { configs: { GROW: String(now) }, avoid_restart: true });
  }
};

const version = async (subject: Subject): Promise<number> =>
  Number(((await subject.api('GET', `/api/apps/${app}/releases`)) as { version: string }[])[0]?.version ?? 0);

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
