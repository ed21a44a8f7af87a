import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Listener, listenersOf } from './listeners.ts';

export type Probe = {
  readonly port: number;
  /** Leader of the session the listener must belong to. */
  readonly pid: number;
  /** Absent: listening is enough. */
  readonly path?: string;
  readonly host: string;
  readonly timeoutMs: number;
  /** Told once when it listens elsewhere than on PORT. */
  readonly onHint: (hint: string) => void;
};

const answerLimitMs = 5000;
const hintAfterMs = 3000;

/**
 * Waits until a web replica is healthy: undefined then, or why not when the time is over. In steps of 25 ms at first, slower later.
 * Rejects only when the signal is aborted.
 */
export const probe = async (what: Probe, signal: AbortSignal): Promise<string | undefined> => {
  const begin = Date.now();
  let last: string | undefined;
  let hinted = false;
  for (;;) {
    signal.throwIfAborted();
    const found = await look(what);
    if (found === 'healthy') return undefined;
    last = found ?? last;
    const spent = Date.now() - begin;
    if (spent >= what.timeoutMs) return last ?? (await lastWord(what));
    if (!hinted && spent >= hintAfterMs && last === undefined) {
      hinted = true;
      const elsewhere = whereElse(await listenersOf(what.pid), what.port);
      if (elsewhere !== undefined) what.onHint(elsewhere);
    }
    await sleep(Math.min(stepMs(spent), what.timeoutMs - spent), undefined, { signal });
  }
};

/** 25 ms in the first two seconds, when most apps are up; then ever rarer. */
export const stepMs = (spentMs: number): number => (spentMs < 2000 ? 25 : spentMs < 10_000 ? 100 : 500);

/** Undefined: nothing there yet; a text: there is something, and what is wrong with it. */
const look = async (what: Probe): Promise<'healthy' | string | undefined> => {
  if (!(await accepts(what.port))) return undefined;
  const own = await listenersOf(what.pid);
  if (own !== undefined && !own.some(({ port }) => port === what.port)) return `found PORT ${what.port} taken by another program`;
  return what.path === undefined ? 'healthy' : answers(what, what.path);
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });

const answers = ({ port, host }: Probe, path: string): Promise<string> =>
  new Promise((resolve) => {
    const headers = { host, 'user-agent': 'sluice-health', connection: 'close' };
    const asked = request(
      { port, host: '127.0.0.1', path, headers, agent: false, signal: AbortSignal.timeout(answerLimitMs) },
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        resolve(status >= 200 && status < 400 ? 'healthy' : `failed: health check GET ${path} answered ${status}`);
        response.destroy();
      },
    );
    asked.once('error', (error) => {
      const why = error.name === 'AbortError' || error.name === 'TimeoutError' ? `no answer in ${answerLimitMs / 1000} s` : error.message;
      resolve(`failed: health check GET ${path}: ${why}`);
    });
    asked.end();
  });

/** Why it is not healthy when the time is over. It may have begun to listen this very moment. */
const lastWord = async (what: Probe): Promise<string | undefined> => {
  const own = await listenersOf(what.pid);
  if (!own?.some(isReachable(what.port))) return notListening(what, own);
  const found = await look(what);
  return found === 'healthy' ? undefined : (found ?? notListening(what, own));
};

const isReachable = (port: number) => (one: Listener) => one.port === port && (one.address === 'any' || one.address === 'ipv4-loopback');

const notListening = ({ port, timeoutMs }: Probe, own: readonly Listener[] | undefined): string => {
  const elsewhere = whereElse(own, port);
  return `did not listen on PORT ${port} within ${timeoutMs / 1000} s${elsewhere === undefined ? '' : `; it ${elsewhere}`}`;
};

const whereElse = (own: readonly Listener[] | undefined, port: number): string | undefined => {
  if (own === undefined || own.length === 0) return undefined;
  if (own.some(isReachable(port))) return undefined;
  if (own.some((one) => one.port === port)) return 'listens only on an address that is not 127.0.0.1: use 0.0.0.0 or 127.0.0.1';
  const ports = [...new Set(own.map((one) => one.port))].sort((one, other) => one - other);
  return `listens on ${ports.join(', ')}: use process.env.PORT`;
};
