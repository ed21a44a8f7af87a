import { Agent, type IncomingMessage } from 'node:http';

/** Connections to backends: kept alive between requests, one pool per port. */
export type Upstreams = {
  /** The pool to ask with. `mayBreak`: a connection the backend has just closed is no harm, since the request can be sent again. */
  readonly agentFor: (port: number, use: { readonly mayBreak: boolean }) => Agent;
  /** A connection of its own, closed after the request. */
  readonly fresh: Agent;
  /** Learns from an answer whether the backend says how long it keeps idle connections. */
  readonly learn: (port: number, answer: IncomingMessage) => void;
  /** Closes idle connections to every port but these, now; busy ones when their request ends. */
  readonly keepOnly: (ports: ReadonlySet<number>) => void;
};

/**
 * A backend may close an idle connection at the very moment a request goes out on it. Requests that can be sent again don't
 * mind. The others use a kept connection only where the backend says when it closes them (`Keep-Alive: timeout=`; Node's
 * agent then gives them up a second before), and a fresh one elsewhere.
 */
export const createUpstreams = (): Upstreams => {
  const pools = new Map<number, { readonly agent: Agent; announced: boolean }>();
  const fresh = new Agent({ keepAlive: false });
  const poolOf = (port: number) => {
    const known = pools.get(port);
    if (known !== undefined) return known;
    const made = { agent: new Agent({ keepAlive: true, scheduling: 'lifo', maxFreeSockets: 128 }), announced: false };
    pools.set(port, made);
    return made;
  };
  return {
    agentFor: (port, { mayBreak }) => {
      const pool = poolOf(port);
      return mayBreak || pool.announced ? pool.agent : fresh;
    },
    fresh,
    learn: (port, answer) => {
      const pool = pools.get(port);
      if (pool !== undefined) pool.announced = /timeout=\d/.test(String(answer.headers['keep-alive'] ?? ''));
    },
    keepOnly: (ports) => {
      for (const [port, { agent }] of pools) {
        if (ports.has(port)) continue;
        pools.delete(port);
        agent.maxFreeSockets = 0;
        for (const sockets of Object.values(agent.freeSockets)) {
          for (const socket of [...(sockets ?? [])]) socket.destroy();
        }
      }
    },
  };
};
