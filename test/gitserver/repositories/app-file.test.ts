import test from 'ava';
import { editAppFile, parseAppFile } from '../../../gitserver/repositories/app-file.ts';
import { formatReleaseFile, parseReleaseFile } from '../../../gitserver/repositories/release-file.ts';
import { garbage } from './garbage.ts';
import { release } from './open-platform.ts';

test('app.yaml says the shape; what is left out has its usual value', (t) => {
  const text = `sluice: 1
processes:
  web: { replicas: 2, size: 1.5, command: "node web.js" }
  worker:
  clock:
    replicas: 1
deploy-branch: feature/x
restart: "17"
health:
  path: /healthz?x=1
  timeout: 5
`;
  t.deepEqual(parseAppFile(text), {
    shape: {
      processes: {
        web: { replicas: 2, size: 1.5, command: 'node web.js' },
        worker: { replicas: 0, size: 0.5 },
        clock: { replicas: 1, size: 0.5 },
      },
      deployBranch: 'feature/x',
      restart: '17',
      health: { path: '/healthz?x=1', timeoutSeconds: 5 },
    },
    problems: [],
  });
  t.deepEqual(parseAppFile('sluice: 1\n'), { shape: { processes: {} }, problems: [] });
});

test('every problem of app.yaml is told at once, each with its line and column', (t) => {
  const { shape, problems } = parseAppFile(`sluice: 1
processes:
  web:
    replicas: -1
    size: 0.55
    colour: red
  "bad name": {}
deploy-branch: a..b
restart: 7
health: { path: nope, timeout: 0 }
extra: 1
`);
  t.is(shape, undefined);
  t.deepEqual(
    problems.map(({ at }) => `${at.line}:${at.column}`).sort(),
    ['10:17', '10:32', '11:1', '4:15', '5:11', '6:5', '7:3', '8:16', '9:10'].sort(),
  );
  t.true(problems.every(({ at, message }) => at.file === 'app.yaml' && message.length > 10));
});

test('a file that is not of this format is refused', (t) => {
  const table: readonly (readonly [string, RegExp])[] = [
    ['', /begin with «sluice: 1»/],
    ['processes: {}\n', /begin with «sluice: 1»/],
    ['processes: {}\nsluice: 1\n', /begin with «sluice: 1»/],
    ['sluice: 2\n', /reads format 1/],
    ['sluice: "1"\n', /reads format 1/],
    ['- a\n', /must be a map/],
    ['sluice: 1\nsluice: 1\n', /unique/],
    ['sluice: 1\n---\nsluice: 1\n', /document/],
    ['sluice: 1\nprocesses: &a { web: *a }\n', /anchor/],
    ['sluice: 1\nrestart: !!js/function "x"\n', /tag|Unresolved/],
    ['sluice: 1\n? { a: b }\n: c\n', /plain text/],
    ['sluice: 1\nrestart: "unclosed\n', /./],
    ['sluice: 1\n\trestart: x\n', /./],
  ];
  for (const [text, wanted] of table) {
    const { shape, problems } = parseAppFile(text);
    t.is(shape, undefined, text);
    t.true(
      problems.some(({ message }) => wanted.test(message)),
      `${text} → ${JSON.stringify(problems)}`,
    );
  }
});

test('an edit of app.yaml keeps comments, order, quotes and indentation', (t) => {
  const text = `sluice: 1
# Ours. Don't touch!

restart: 'abc' # why
processes:
    # the front
    web:
        size: 0.5 # small
        replicas: 1
`;
  const edited = editAppFile(text, [
    { path: ['processes', 'web', 'replicas'], value: 3 },
    { path: ['processes', 'worker', 'replicas'], value: 1 },
  ]);
  t.is(edited, text.replace('replicas: 1', 'replicas: 3\n    worker:\n        replicas: 1'));
  const parsed = parseAppFile(edited);
  t.deepEqual(parsed.shape?.processes, { web: { replicas: 3, size: 0.5 }, worker: { replicas: 1, size: 0.5 } });
  t.is(
    parseAppFile(editAppFile('sluice: 1\nprocesses:\n', [{ path: ['processes', 'web', 'replicas'], value: 2 }])).shape?.processes['web']
      ?.replicas,
    2,
  );
  const branch = 'no: "1"';
  t.regex(editAppFile('sluice: 1\n', [{ path: ['restart'], value: branch }]), /restart: 'no: "1"'/);
});

test('release.yaml is read as it was written', (t) => {
  const tricky = {
    ...release('0', { web: 'node -e "a: b" # no', release: '- x', 'my-type': "'" }),
    buildpacks: ['https://x/y#v1', '~'],
    stack: 'yes',
  };
  const text = formatReleaseFile(tricky);
  t.regex(text, /^sluice: 1\n/);
  t.deepEqual(parseReleaseFile(text), { release: tricky, problems: [] });
});

test('release.yaml with something missing or wrong says each', (t) => {
  const { problems } = parseReleaseFile('sluice: 1\nslug: { digest: abc, size: x }\nsource: 12\nprocesses: []\n');
  const told = problems.map(({ message }) => message).join('\n');
  for (const wanted of [
    /buildpacks» is missing/,
    /stack» is missing/,
    /64 hexadecimal/,
    /commit id/,
    /«size» must be/,
    /«processes» must be a map/,
  ]) {
    t.regex(told, wanted);
  }
});

test('garbage never parses and never throws', (t) => {
  for (const text of garbage(formatReleaseFile(release('a')))) {
    for (const parse of [parseAppFile, parseReleaseFile]) {
      const result = parse(text);
      t.true(result.problems.length > 0 || 'shape' in result || 'release' in result, JSON.stringify(text.slice(0, 60)));
    }
  }
});
