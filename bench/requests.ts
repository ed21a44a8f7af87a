import { startLoad } from './load.ts';
import { type Row, under } from './row.ts';
import type { Subject } from './subject.ts';

const perSecond = 100;

/** Requests that fail while versions are replaced, and while the server is killed and started again. */
export const benchRequests = async (subject: Subject): Promise<readonly Row[]> => {
  await subject.createApp('bench-load');
  await push(subject, 'first of load');
  const address = await appAddress(subject, 'bench-load');

  const deploys = startLoad(address, perSecond);
  for (let round = 1; round <= 20; round++) await push(subject, `load ${round}`);
  const during = await deploys.stop();

  const killed = startLoad(address, perSecond);
  await subject.platform().kill();
  await subject.restart();
  await push(subject, 'after the kill');
  const over = await killed.stop();

  for (const failure of [...during.failures, ...over.failures].slice(0, 5)) process.stderr.write(`failed request: ${failure}\n`);
  const against = `requests sent at ${perSecond}/s`;
  return [
    under(
      { name: 'failed requests during 20 deploys', unit: 'requests', ours: during.failures.length, against, other: during.requests },
      0,
    ),
    under(
      {
        name: 'failed requests over kill -9 and restart of the server',
        unit: 'requests',
        ours: over.failures.length,
        against,
        other: over.requests,
      },
      0,
    ),
  ];
};

const push = async (subject: Subject, text: string): Promise<void> => {
  await subject.changeLine(text);
  const ran = await subject.git(['push', '-q', subject.remote('bench-load'), 'HEAD:refs/heads/main'], { cwd: subject.copy });
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
};

/** The app's own loopback port. */
const appAddress = async (subject: Subject, app: string): Promise<string> => {
  const status = (await subject.api('GET', `/api/apps/${app}/status`)) as { urls: string[] };
  const own = status.urls.find((url) => url.includes('127.0.0.1'));
  if (own === undefined) throw new Error(`no loopback address in ${status.urls.join(', ')}`);
  return own;
};
