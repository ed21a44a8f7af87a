import type { Page } from './answer-page.ts';
import type { BadHead } from './request-head.ts';

/** Nobody's host. `host` comes from the request; it is shown as it passed the host check. */
export const unknownHost = (host: string): Page => ({
  status: 404,
  code: 'app/not-found',
  title: host === '' ? 'The request names no host, so no app can be found for it.' : `No app answers at «${host}».`,
  hint: 'See your apps and their addresses with: sluice apps',
});

export const noReplica = (id: string): Page => ({
  status: 503,
  code: 'app/not-running',
  title: 'The app has no running web replica.',
  hint: 'If it is yours: see its replicas with «sluice ps», start one with «sluice scale web=1».',
  id,
  retryAfterSeconds: 5,
});

export const brokenReplica = (id: string, reason: string): Page => ({
  status: 502,
  code: 'app/not-answering',
  title: `The app gave no answer: ${reason}.`,
  hint: 'If it is yours: «sluice logs» shows what it wrote.',
  id,
});

export const badRequest = ({ status, reason }: BadHead): Page => ({
  status,
  code: 'request/invalid',
  title: `The request can't be passed on: ${reason}.`,
  hint: 'Send it in a form that RFC 9112 allows.',
});
