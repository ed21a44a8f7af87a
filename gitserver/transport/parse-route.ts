import type { RepositoryKind } from '../../core/index.ts';

/** `advertise`: GET info/refs. `rpc`: POST of a request. */
export type Route = {
  readonly kind: 'route';
  readonly name: string;
  readonly repository: RepositoryKind;
  readonly service: 'fetch' | 'push';
  readonly step: 'advertise' | 'rpc';
};
export type NoRoute = { readonly kind: 'no-route'; readonly status: 403 | 404 | 405 | 415; readonly text: string };

// Matched against the path as it came: nothing is decoded or tidied, so no second reading of it exists.
const paths = /^(?:\/git\.gigalixir\.com)?\/([A-Za-z0-9][A-Za-z0-9-]{0,62})(\.config)?\.git\/([A-Za-z/-]+)$/;
const services: Readonly<Record<string, 'fetch' | 'push'>> = { 'git-upload-pack': 'fetch', 'git-receive-pack': 'push' };

/** Finds which app, repository and step of git's smart HTTP protocol a request means. All else is refused with a sentence. */
export const parseRoute = (request: { readonly method: string; readonly url: string; readonly contentType: string }): Route | NoRoute => {
  const [path = '', query = ''] = request.url.split('?', 2);
  const [, name, config, rest] = paths.exec(path) ?? [];
  if (name === undefined || rest === undefined)
    return refuse(404, 'There is no repository at this address. It ends with «<app>.git» or «<app>.config.git».');
  const repository = config === undefined ? 'source' : 'config';
  const base = { kind: 'route', name: name.toLowerCase(), repository } as const;
  if (rest === 'info/refs') {
    const service = serviceOf(new URLSearchParams(query).get('service'));
    if (request.method !== 'GET') return refuse(405, 'Only GET is answered here.');
    return service === undefined ? refuse(403, dumb) : { ...base, service, step: 'advertise' };
  }
  const service = serviceOf(rest);
  if (service === undefined) return refuse(403, dumb);
  if (request.method !== 'POST') return refuse(405, 'Only POST is answered here.');
  if (request.contentType !== `application/x-${rest}-request`)
    return refuse(415, `The content type must be application/x-${rest}-request.`);
  return { ...base, service, step: 'rpc' };
};

const dumb = "Only git's smart HTTP protocol is spoken here: use git itself, 1.6.6 or newer.";
const serviceOf = (name: string | null) => (name !== null && Object.hasOwn(services, name) ? services[name] : undefined);
const refuse = (status: NoRoute['status'], text: string): NoRoute => ({ kind: 'no-route', status, text });
