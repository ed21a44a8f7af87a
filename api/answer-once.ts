import { createHash } from 'node:crypto';
import { Fault, faults, isFault } from '../core/index.ts';
import { createKeyedLock } from '../system/index.ts';
import type { Account, Idempotency, OwnedApp } from './database/database.ts';
import { toHttpError } from './http-error.ts';
import type { Answer, Route } from './route.ts';
import { type Sent, toSent } from './sent.ts';

type Asked = {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly account?: Account;
  readonly app?: OwnedApp;
};

/**
 * Runs the work of a call once per `Idempotency-Key`, account and route, also when two calls come at the same moment; later ones
 * get the first answer. A failure that the same call could survive later isn't kept. Without the header it just runs.
 */
export const answerOnce = (idempotency: Idempotency) => {
  const lock = createKeyedLock();
  return async (route: Route, asked: Asked, work: () => Promise<Answer<unknown>>): Promise<Sent> => {
    const run = async () => toSent(route, withoutStream(await work()));
    const key = asked.headers['idempotency-key'];
    if (key === undefined || asked.account === undefined) return run();
    const call = { key: parseKey(key), account: asked.account.id, route: nameOf(route, asked) };
    const request = createHash('sha256')
      .update(JSON.stringify(asked.body ?? {}))
      .digest('hex');
    return lock(JSON.stringify(call), async () => {
      const earlier = await idempotency.load(call);
      if (earlier !== undefined) {
        if (earlier.request === request) return earlier;
        throw new Fault('request/invalid', 'This Idempotency-Key came with another body before.', { hint: 'Send a new key.' });
      }
      try {
        const sent = await run();
        await idempotency.save(call, { ...sent, request });
        return sent;
      } catch (error) {
        if (isFault(error) && faults[error.code].retry === 'never') {
          const { status, body, headers } = toHttpError(error);
          const deploy = headers['sluice-deploy'];
          await idempotency.save(call, { status, body, request, ...(deploy === undefined ? {} : { deploy }) });
        }
        throw error;
      }
    });
  };
};

const parseKey = (key: string): string => {
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Fault('request/invalid', 'An Idempotency-Key has 1 to 200 printable characters and no blank.', { hint: 'Send a random UUID.' });
};

/** The app by id: a new app under an old name is another one. */
const nameOf = (route: Route, { params, app }: Asked): string =>
  [route.method, route.path, ...Object.entries(params).map(([name, value]) => (name === 'app' ? (app?.id ?? value) : value))].join(' ');

const withoutStream = (answer: Answer<unknown>) => {
  if ('stream' in answer) throw new Error('a stream cannot be answered again');
  return answer;
};
