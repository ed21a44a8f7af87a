import { type AppId, Fault, type FaultCode, faults, isAppId } from '../../../../core/index.ts';
import type { Route } from '../router-control.ts';
import { isPort, parseRoute } from './parse-route.ts';

/** Rises when an old router could not understand a new server or the other way round. `hello` and `shutdown` never change. */
export const protocolVersion = 1;

/** What a client asks: one JSON object a line. Nothing but `shutdown` is heard before `hello`. */
export type Call =
  | { readonly op: 'hello'; readonly version: number; readonly host: string; readonly port: number }
  | { readonly op: 'set'; readonly route: Route }
  | { readonly op: 'remove'; readonly app: AppId }
  | { readonly op: 'drained'; readonly port: number; readonly timeoutMs: number }
  | { readonly op: 'routes' }
  | { readonly op: 'shutdown' };

export type Request = Call & { readonly id: number };

/** `port`: of the shared listener; absent where the versions differ, and then nothing was changed. */
export type Hello = { readonly version: number; readonly pid: number; readonly port?: number };

/** What comes back, in any order. */
export type Reply =
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number;
      readonly fault: { readonly code: FaultCode; readonly message: string; readonly hint?: string; readonly port?: number };
    };

/** Checks a message of a client. Throws `request/invalid`. */
export const parseRequest = (message: unknown): Request => {
  const fields = message as Record<string, unknown>;
  const { id, op, port } = fields;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw invalid('no id');
  if (op === 'routes' || op === 'shutdown') return { id, op };
  if (op === 'set') return { id, op, route: parseRoute(fields['route']) };
  const { app, host, version, timeoutMs } = fields;
  if (op === 'remove' && typeof app === 'string' && isAppId(app)) return { id, op, app };
  if (op === 'drained' && isPort(port) && isTimeout(timeoutMs)) return { id, op, port, timeoutMs };
  if (op === 'hello' && typeof version === 'number' && typeof host === 'string' && isPort(port)) return { id, op, version, host, port };
  throw invalid(`«${String(op).slice(0, 40)}» with what it needs`);
};

/** Checks a message of the router. Undefined: it is not one. */
export const parseReply = (message: unknown): Reply | undefined => {
  const { id, value, fault } = message as Record<string, unknown>;
  if (typeof id !== 'number') return undefined;
  if (typeof fault !== 'object' || fault === null) return { id, value };
  const { code, message: text, hint, port } = fault as Record<string, unknown>;
  return {
    id,
    fault: {
      code: typeof code === 'string' && Object.hasOwn(faults, code) ? (code as FaultCode) : 'bug',
      message: String(text),
      ...(typeof hint === 'string' ? { hint } : {}),
      ...(isPort(port) ? { port } : {}),
    },
  };
};

/** Node's timers take no more. */
const isTimeout = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 2 ** 31 - 1;

const invalid = (what: string): Fault => new Fault('request/invalid', `A message to the router has ${what}.`);
