import { setTimeout as sleep } from 'node:timers/promises';

/** Body of a GET, for a person to see. A live app answers at once; a short retry covers a listener just handed over. */
export const answerOf = async (url: string): Promise<string> => {
  for (let tries = 0; ; tries++) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      return `${response.status} ${(await response.text()).trim()}`;
    } catch (error) {
      if (tries === 3) throw error;
      await sleep(100);
    }
  }
};
