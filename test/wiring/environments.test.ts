import { dirname } from 'node:path';
import test from 'ava';
import { programEnvironment, replicaEnvironment, searchPathOf } from '../../wiring/environments.ts';

const harmless = { LANG: 'C.UTF-8', LC_ALL: 'C', TZ: 'UTC' };
const secret = {
  SLUICE_API_KEY: 'secret',
  SLUICE_TOKEN: 'secret',
  SLUICE_CHILD_OF: 'secret',
  SLUICE_HOME: 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'secret',
  SOPS_AGE_KEY: 'secret',
  SOPS_AGE_KEY_FILE: 'secret',
  GITHUB_TOKEN: 'secret',
  DATABASE_URL: 'secret',
  NODE_OPTIONS: 'secret',
  LD_PRELOAD: 'secret',
  BASH_ENV: 'secret',
  HTTP_PROXY: 'secret',
  HOME: 'secret',
  USER: 'secret',
};
const env = { ...harmless, ...secret, PATH: '/a:/b', TMPDIR: '/tmp/x', NODE_COMPILE_CACHE: '/cache' };

test('keeper and router get what they need and nothing of what the server knows', (t) => {
  t.deepEqual(programEnvironment(env, '/srv'), {
    ...harmless,
    PATH: '/a:/b',
    TMPDIR: '/tmp/x',
    NODE_COMPILE_CACHE: '/cache',
    SLUICE_PROGRAM_OF: '/srv',
  });
});

test('replicas get language, time zone and a search path that begins with our Node, and nothing else', (t) => {
  t.deepEqual(replicaEnvironment(env), { ...harmless, PATH: `${dirname(process.execPath)}:/a:/b` });
});

test('no secret passes, whatever its name', (t) => {
  for (const built of [programEnvironment(env, '/srv'), replicaEnvironment(env)]) t.false(Object.values(built).includes('secret'));
});

test('what is not set is left out, and there is always a search path', (t) => {
  t.deepEqual(programEnvironment({}, '/srv'), { PATH: '/usr/local/bin:/usr/bin:/bin', SLUICE_PROGRAM_OF: '/srv' });
  t.deepEqual(Object.keys(replicaEnvironment({ LANG: undefined })), ['PATH']);
  t.is(searchPathOf({ PATH: '' }), '/usr/local/bin:/usr/bin:/bin');
  t.is(searchPathOf({ PATH: '/x' }), '/x');
});
