import type { ChangeResult } from '../core/index.ts';
import type { Answer, Route } from './route.ts';

/** An answer as it goes out. */
export type Sent = { readonly status: number; readonly body: string; readonly deploy?: string };

/** Wraps an answer in `data`, and puts what became of a change beside it. */
export const toSent = (route: Route, answer: Exclude<Answer<unknown>, { stream: unknown }>): Sent => {
  if ('document' in answer) return { status: 200, body: JSON.stringify(answer.document) };
  const { data, change } = answer;
  return {
    status: answer.status ?? route.status ?? 200,
    body: JSON.stringify(change === undefined ? { data } : { data, change: viewOf(change) }),
    ...(change === undefined || change.kind === 'unchanged' ? {} : { deploy: change.deploy }),
  };
};

/** Field by field, so that nothing else of it ever gets out. */
const viewOf = (change: ChangeResult) => {
  if (change.kind === 'unchanged') return { kind: change.kind, version: change.version };
  const { kind, version, deploy, commit, summary } = change;
  return { kind, version, deploy, commit, summary, ...(change.kind === 'live' ? { timings: change.timings } : {}) };
};
