import { Fault, isAppId } from '../../../../core/index.ts';
import type { Backend, Route } from '../router-control.ts';

/** Reads a route from JSON that came over the control socket or from disk. Throws `request/invalid` naming the first bad field. */
export const parseRoute = (value: unknown): Route => {
  const { app, hosts, port, backends } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof app !== 'string' || !isAppId(app)) throw invalid('app', app);
  if (!Array.isArray(hosts) || !hosts.every(isHost)) throw invalid('hosts', hosts);
  if (!isPort(port)) throw invalid('port', port);
  if (!Array.isArray(backends)) throw invalid('backends', backends);
  return { app, hosts: hosts.map((host) => host.toLowerCase()), port, backends: backends.map(parseBackend) };
};

/** A TCP port, or 0 for "choose one". */
export const isPort = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;

const parseBackend = (value: unknown): Backend => {
  const { port, replica } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (!isPort(port) || port === 0) throw invalid('backends.port', port);
  if (typeof replica !== 'string' || !/^[\w.-]{1,64}$/.test(replica)) throw invalid('backends.replica', replica);
  return { port, replica };
};

const isHost = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(value) && value.length <= 253;

const invalid = (field: string, value: unknown): Fault =>
  new Fault('request/invalid', `A route can't have ${JSON.stringify(value)?.slice(0, 80) ?? 'nothing'} as its ${field}.`);
