import { homedir } from 'node:os';
import { resolve } from 'node:path';
import test from 'ava';
import { isFault } from '../../core/index.ts';
import { parseSettings, type Settings } from '../../settings.ts';

const home = { HOME: '/srv/dev' };

test('everything has a default', (t) => {
  t.deepEqual(parseSettings(home), {
    home: '/srv/dev/.local/share/sluice',
    host: '127.0.0.1',
    port: 4000,
    routerPort: 4080,
    replicaPorts: { from: 20_000, to: 29_999 },
    startTimeoutMs: 60_000,
    deadlineMs: 600_000,
  });
});

test('a variable that is empty is one that is not set', (t) => {
  const empty = {
    SLUICE_HOME: '',
    XDG_DATA_HOME: '',
    SLUICE_HOST: '',
    SLUICE_PORT: '',
    SLUICE_ROUTER_PORT: '',
    SLUICE_REPLICA_PORTS: '',
    SLUICE_START_TIMEOUT: '',
    SLUICE_DEPLOY_TIMEOUT: '',
    SLUICE_TRUST_ALL_USERS: '',
  };
  t.deepEqual(parseSettings({ ...home, ...empty }), parseSettings(home));
});

const good: readonly [variables: Record<string, string>, wanted: Partial<Settings>][] = [
  [{ SLUICE_HOME: '/srv/sluice' }, { home: '/srv/sluice' }],
  [{ SLUICE_HOME: '/srv/sluice', XDG_DATA_HOME: '/data' }, { home: '/srv/sluice' }],
  [{ SLUICE_HOME: 'here' }, { home: resolve('here') }],
  [{ XDG_DATA_HOME: '/data' }, { home: '/data/sluice' }],
  [{ HOME: homedir() }, { home: `${homedir()}/.local/share/sluice` }],
  [
    { SLUICE_PORT: '0', SLUICE_ROUTER_PORT: '65535' },
    { port: 0, routerPort: 65_535 },
  ],
  [{ SLUICE_REPLICA_PORTS: '1024-1025' }, { replicaPorts: { from: 1024, to: 1025 } }],
  [{ SLUICE_REPLICA_PORTS: '50000-65535' }, { replicaPorts: { from: 50_000, to: 65_535 } }],
  [
    { SLUICE_START_TIMEOUT: '1', SLUICE_DEPLOY_TIMEOUT: '86400' },
    { startTimeoutMs: 1000, deadlineMs: 86_400_000 },
  ],
  [{ SLUICE_HOST: '127.1.2.3' }, { host: '127.1.2.3' }],
  [{ SLUICE_HOST: '::1' }, { host: '::1' }],
  [{ SLUICE_HOST: 'localhost' }, { host: 'localhost' }],
  [{ SLUICE_HOST: '0.0.0.0', SLUICE_TRUST_ALL_USERS: 'yes' }, { host: '0.0.0.0' }],
];

for (const [variables, wanted] of good) {
  test(`${JSON.stringify(variables)} is understood`, (t) => t.like(parseSettings({ ...home, ...variables }), wanted));
}

const numbers = ['-1', '1.5', '1e3', '0x10', ' 80', '80 ', 'http', '9999999', '١'];
const bad: Readonly<Record<string, readonly string[]>> = {
  SLUICE_PORT: [...numbers, '65536'],
  SLUICE_ROUTER_PORT: [...numbers, '65536'],
  SLUICE_START_TIMEOUT: [...numbers, '0', '3601'],
  SLUICE_DEPLOY_TIMEOUT: [...numbers, '0', '86401'],
  SLUICE_REPLICA_PORTS: [...numbers, '5000', '-', '1023-2000', '3000-3000', '3000-2999', '3000-65536', '3000-4000-5000', '3000 - 4000'],
};

for (const [name, values] of Object.entries(bad)) {
  test(`${name} with another meaning than a person can have had is refused, by name`, (t) => {
    for (const value of values) {
      const error = t.throws(() => parseSettings({ ...home, [name]: value }));
      t.true(isFault(error, 'platform/invalid-setting'), value);
      t.true(error?.message.startsWith(`${name}=${value} is not a `), error?.message);
    }
  });
}

test('every problem is told at once', (t) => {
  const error = t.throws(() =>
    parseSettings({
      SLUICE_PORT: 'a',
      SLUICE_ROUTER_PORT: 'b',
      SLUICE_REPLICA_PORTS: 'c',
      SLUICE_START_TIMEOUT: 'd',
      SLUICE_DEPLOY_TIMEOUT: 'e',
    }),
  );
  const lines = (error?.message ?? '').split('\n');
  t.deepEqual(
    lines.map((line) => /^SLUICE_\w+/.exec(line)?.[0]),
    ['SLUICE_HOME', 'SLUICE_PORT', 'SLUICE_ROUTER_PORT', 'SLUICE_REPLICA_PORTS', 'SLUICE_START_TIMEOUT', 'SLUICE_DEPLOY_TIMEOUT'],
  );
  t.true(isFault(error) && error.details.hint !== undefined);
});

for (const host of ['0.0.0.0', '192.168.1.5', '::', 'example.com', '127.0.0.1.example.com', '128.0.0.1', 'localhost.example.com']) {
  test(`listening on ${host} needs the word that all users are trusted`, (t) => {
    for (const trust of [undefined, '', 'no', 'YES', '1', 'true']) {
      const error = t.throws(() => parseSettings({ ...home, SLUICE_HOST: host, SLUICE_TRUST_ALL_USERS: trust }));
      t.true(isFault(error, 'platform/insecure'), String(trust));
      t.true(isFault(error) && error.message.includes(host) && error.details.hint?.includes('SLUICE_TRUST_ALL_USERS=yes'));
    }
  });
}
