import { Agent, get } from 'node:http';

export type Load = { readonly stop: () => Promise<{ readonly requests: number; readonly failures: readonly string[] }> };

/** Constant load on one URL: `perSecond` requests, half of them over kept connections, half over new ones. Any answer but 200 is a failure. */
export const startLoad = (url: string, perSecond: number): Load => {
  const kept = new Agent({ keepAlive: true, maxSockets: 16 });
  const failures: string[] = [];
  let requests = 0;
  const pending = new Set<Promise<void>>();
  const one = (agent: Agent | false): void => {
    requests++;
    const done = new Promise<void>((resolve) => {
      const request = get(url, { agent, timeout: 10_000 }, (response) => {
        if (response.statusCode !== 200) failures.push(`status ${response.statusCode}`);
        response.on('error', (error) => failures.push(`body: ${error.message}`));
        response.on('close', resolve);
        response.resume();
      });
      request.on('timeout', () => request.destroy(new Error('timeout')));
      request.on('error', (error) => {
        failures.push(error.message);
        resolve();
      });
    });
    pending.add(done);
    void done.finally(() => pending.delete(done));
  };
  const timer = setInterval(() => one(requests % 2 === 0 ? kept : false), 1000 / perSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
      kept.destroy();
      return { requests, failures };
    },
  };
};
