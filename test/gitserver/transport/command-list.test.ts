import test from 'ava';
import { isFault } from '../../../core/index.ts';
import { type CommandList, createCommandListParser } from '../../../gitserver/receive/command-list.ts';
import { commandList, line, zero } from './pack.ts';

const one = 'a'.repeat(40);
const two = 'b'.repeat(40);
const limitBytes = 4 * 1024 * 1024;

const parse = (text: string | Buffer, bytesAtOnce = Number.POSITIVE_INFINITY): CommandList | undefined => {
  const bytes = Buffer.from(text);
  const feed = createCommandListParser(limitBytes);
  for (let from = 0; from < bytes.length; from += bytesAtOnce) {
    const list = feed(bytes.subarray(from, from + bytesAtOnce));
    if (list !== undefined) return list;
  }
  return undefined;
};

test('commands, capabilities and push options are read, however the bytes are split', (t) => {
  const text = `${commandList(
    [`${zero} ${one} refs/heads/release-2001`, `${one} ${two} refs/tags/v1\n`],
    'report-status push-options atomic',
  )}${line('clean-cache')}${line('message=Grüße\n')}0000PACK....`;
  const whole = parse(text);
  t.deepEqual(whole?.commands, [
    { ref: 'refs/heads/release-2001', old: zero, new: one },
    { ref: 'refs/tags/v1', old: one, new: two },
  ] as never);
  t.deepEqual(whole?.options, ['clean-cache', 'message=Grüße']);
  t.true(whole?.capabilities.has('atomic'));
  for (const bytesAtOnce of [1, 2, 3, 5, 64]) t.deepEqual(parse(text, bytesAtOnce), whole);
});

test('ten thousand refs are one list, in one piece and in network-sized pieces', (t) => {
  const commands = Array.from({ length: 10_000 }, (_, index) => `${zero} ${one} refs/heads/branch-${index}`);
  const text = commandList(commands);
  t.is(parse(text)?.commands.length, 10_000);
  t.is(parse(text, 1460)?.commands.at(-1)?.ref, 'refs/heads/branch-9999');
});

test('a lone flush is a list of nothing, and an unfinished list is no list yet', (t) => {
  t.deepEqual(parse('0000')?.commands, []);
  t.is(parse('000'), undefined);
  t.is(parse(commandList([`${zero} ${one} refs/heads/main`]).slice(0, -1)), undefined);
});

test('a shallow clone says so before its commands', (t) => {
  const text = `${line(`shallow ${two}`)}${commandList([`${zero} ${one} refs/heads/main`])}`;
  t.true(parse(text)?.shallow);
  t.is(parse(text)?.commands.length, 1);
});

const garbage: readonly (readonly [string, string | Buffer])[] = [
  ['words', 'GET / HTTP/1.1\r\n\r\n'],
  ['a delimiter packet', '0001'],
  ['a length of three', '0003abc'],
  ['a length past the limit', 'ffff'],
  ['an id that is too short', commandList([`${zero} abc refs/heads/main`])],
  ['an id with a SHA-256 length', commandList([`${'0'.repeat(64)} ${'a'.repeat(64)} refs/heads/main`])],
  ['upper-case ids', commandList([`${zero} ${'A'.repeat(40)} refs/heads/main`])],
  ['no ref', commandList([`${zero} ${one}`])],
  ['a second list of capabilities', `${line(`${zero} ${one} refs/heads/a\0x`)}${line(`${zero} ${one} refs/heads/b\0y`)}0000`],
  ['a shallow line after a command', `${line(`${zero} ${one} refs/heads/a\0x`)}${line(`shallow ${one}`)}0000`],
  ['a ref that is not UTF-8', Buffer.from(`0064${zero} ${one} refs/heads/\u00ff\0a0000`, 'latin1')],
  ['an empty packet', '0004'],
];
for (const [title, bytes] of garbage) {
  test(`${title} in place of a command is refused, not guessed at`, (t) => {
    const error = t.throws(() => parse(bytes));
    t.true(isFault(error, 'push/invalid'), String(error));
  });
}

test('random bytes never end otherwise than in a list, a wait or a Fault', (t) => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const bytes = Buffer.from(Array.from({ length: 80 }, (_, index) => (index % 7 < 4 ? 48 : (seed * (index + 31) * 7919) % 256)));
    try {
      parse(bytes, 9);
    } catch (error) {
      t.true(isFault(error), String(error));
    }
  }
  t.pass();
});

test('a list over the limit is refused before it is whole', (t) => {
  const feed = createCommandListParser(1000);
  const commands = line(`${zero} ${one} refs/heads/x`).repeat(20);
  t.true(
    isFault(
      t.throws(() => feed(Buffer.from(commands))),
      'push/refused',
    ),
  );
});

test('a signed push is refused with what to type', (t) => {
  const error = t.throws(() => parse(`${line('push-cert\0report-status')}0000`));
  t.true(isFault(error, 'push/refused') && error.details.hint === 'git push --no-signed');
});
