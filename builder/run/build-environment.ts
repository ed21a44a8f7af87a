import { delimiter } from 'node:path';
import type { Environment, Oid } from '../../core/index.ts';

/** The operating system image slugs are built for and run on. The local engine knows this one only: the machine itself. */
export const stack = 'sluice-1';

/** Variables of the server that builds need to reach the network, by name. Everything else stays with the server. */
const inherited: readonly string[] = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  ...['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]),
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'NODE_EXTRA_CA_CERTS',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  ...['npm_config_registry', 'npm_config_cafile'].flatMap((name) => [name, name.toUpperCase()]),
];

/** Takes from the server's environment what builds may inherit: PATH, language, proxies, own certificate authorities, the npm registry. */
export const inheritedByBuilds = (environment: Readonly<Record<string, string | undefined>>): Environment =>
  Object.fromEntries(inherited.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])));

/** The whole environment of a buildpack's programs. Config variables are not in it: the Heroku API hands them over as files. */
export const buildEnvironment = (build: {
  readonly inherited: Environment;
  readonly nodePath: string;
  readonly home: string;
  readonly temporary: string;
  readonly requestId: string;
  readonly commit: Oid;
}): Environment => ({
  LANG: 'C.UTF-8',
  ...build.inherited,
  PATH: [build.nodePath, build.inherited['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
  HOME: build.home,
  TMPDIR: build.temporary,
  STACK: stack,
  SOURCE_VERSION: build.commit,
  REQUEST_ID: build.requestId,
});
