import test from 'ava';
import { parsePreReceive } from '../../../gitserver/receive/pre-receive.ts';
import { parsePushOptions } from '../../../gitserver/receive/push-options.ts';
import { toReason } from '../../../gitserver/receive/report-status.ts';
import { parseGitProtocol } from '../../../gitserver/transport/driver/git-environment.ts';
import { parseCredentials } from '../../../gitserver/transport/parse-credentials.ts';
import { parseRoute } from '../../../gitserver/transport/parse-route.ts';
import { basic } from './send-request.ts';

const get = (url: string) => parseRoute({ method: 'GET', url, contentType: '' });
const post = (url: string, contentType = 'application/x-git-receive-pack-request') => parseRoute({ method: 'POST', url, contentType });

test('both repositories of an app are found, also below the host name of Gigalixir', (t) => {
  const base = { kind: 'route', name: 'shop', step: 'advertise' };
  t.like(get('/shop.git/info/refs?service=git-upload-pack'), { ...base, repository: 'source', service: 'fetch' });
  t.like(get('/Shop.config.git/info/refs?service=git-receive-pack'), { ...base, repository: 'config', service: 'push' });
  t.like(get('/git.gigalixir.com/shop.git/info/refs?service=git-upload-pack'), { ...base, repository: 'source' });
  t.like(post('/git.gigalixir.com/shop.config.git/git-receive-pack'), { name: 'shop', repository: 'config', service: 'push', step: 'rpc' });
});

const refused: readonly (readonly [string, number])[] = [
  ['/', 404],
  ['/shop/info/refs?service=git-upload-pack', 404],
  ['//shop.git/info/refs?service=git-upload-pack', 404],
  ['/shop.git//info/refs?service=git-upload-pack', 403],
  ['/../shop.git/info/refs?service=git-upload-pack', 404],
  ['/%2e%2e/shop.git/info/refs?service=git-upload-pack', 404],
  ['/%73hop.git/info/refs?service=git-upload-pack', 404],
  ['/-shop.git/info/refs?service=git-upload-pack', 404],
  ['/--upload-pack=x.git/info/refs?service=git-upload-pack', 404],
  ['/shop.git/info%2frefs?service=git-upload-pack', 404],
  ['/a/shop.git/info/refs?service=git-upload-pack', 404],
  ['/shop.git/info/refs', 403],
  ['/shop.git/info/refs?service=git-upload-archive', 403],
  ['/shop.git/info/refs?service=__proto__', 403],
  ['/shop.git/HEAD', 403],
  ['/shop.git/objects/info/packs', 403],
  ['/shop.git/git-receive-pack', 405],
  [`/${'a'.repeat(5000)}.git/info/refs?service=git-upload-pack`, 404],
];
for (const [url, status] of refused) {
  test(`GET ${url.slice(0, 60)} is answered ${status}`, (t) => t.like(get(url), { kind: 'no-route', status }));
}

test('a form posted by a web page is not a push', (t) => {
  t.like(post('/shop.git/git-receive-pack', 'application/x-www-form-urlencoded'), { kind: 'no-route', status: 415 });
  t.like(post('/shop.git/info/refs?service=git-receive-pack'), { kind: 'no-route', status: 405 });
});

test('credentials are read from Basic alone', (t) => {
  t.deepEqual(parseCredentials(basic('ada@example.com', 'a:b:ü')), { user: 'ada@example.com', secret: 'a:b:ü' });
  t.deepEqual(parseCredentials(basic('', '')), { user: '', secret: '' });
  for (const header of [undefined, '', 'Basic', 'Basic ', 'Bearer abc', 'Basic !!!', 'Basic YWJj', 'Digest username="a"']) {
    t.is(parseCredentials(header), undefined, header);
  }
});

test('options and headers say the same; what is unknown is kept as typed', (t) => {
  t.deepEqual(parsePushOptions(['clean-cache', 'no-wait', 'message= Fix it\u001b[31m ', 'hots'], {}), {
    cleanCache: true,
    hot: false,
    noWait: true,
    noDeploy: false,
    dryRun: false,
    message: 'Fix it',
    unknown: ['hots'],
  });
  t.false('message' in parsePushOptions(['message= ']));
  t.like(parsePushOptions([], { 'gigalixir-clean': 'TRUE', 'gigalixir-hot': 'true' }), { cleanCache: true, hot: true });
  t.like(parsePushOptions(['constructor', 'toString'], { 'gigalixir-clean': 'false' }), {
    cleanCache: false,
    unknown: ['constructor', 'toString'],
  });
});

test('protocol version 2 is passed on, nothing else', (t) => {
  t.is(parseGitProtocol('version=2'), 'version=2');
  t.is(parseGitProtocol('version=2:x=$(reboot)'), 'version=2');
  for (const header of [undefined, '', 'version=1', 'version=22', 'xversion=2']) t.is(parseGitProtocol(header), undefined);
});

test('a reason is one short line', (t) => {
  t.is(toReason('web exited\n\u001b[1m1.'), 'web exited 1');
  t.is(toReason(' \n'), 'refused');
  t.is(toReason('x'.repeat(9000)).length, 400);
});

test('the pre-receive hook is believed only in its own words', (t) => {
  const id = 'a'.repeat(40);
  const text = `objects /r/objects/tmp_objdir-x\nalternates /r/objects\n${id} ${id} refs/heads/a\n\n`;
  t.is(parsePreReceive(text).objects?.directory, '/r/objects/tmp_objdir-x');
  t.is(parsePreReceive('objects \nalternates \n\n').objects, undefined);
  for (const wrong of ['', '\n\n', 'objects x\n\n', text.replace('refs', '\nrefs'), text.slice(1), text.replace(id, 'x')]) {
    t.throws(() => parsePreReceive(wrong));
  }
});
