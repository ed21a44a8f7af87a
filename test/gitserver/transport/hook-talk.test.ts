import { once } from 'node:events';
import { type Duplex, duplexPair, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { createHookOutput } from '../../../gitserver/receive/hook-output.ts';
import { answerPreReceive } from '../../../gitserver/receive/pre-receive.ts';
import { answerProcReceive } from '../../../gitserver/receive/proc-receive.ts';
import { line, zero } from './pack.ts';

const command = `${zero} ${'a'.repeat(40)} refs/heads/main`;

/** The ends of three descriptors: ours, and the hook's. */
const descriptors = () => {
  const pairs = [duplexPair(), duplexPair(), duplexPair()] as const;
  return {
    ours: pairs.map(([one]) => one) as [Duplex, Duplex, Duplex],
    theirs: pairs.map(([, other]) => other) as [Duplex, Duplex, Duplex],
  };
};

const preReceive = (question: string, judge: (question: string) => Promise<boolean>) => {
  const { ours, theirs } = descriptors();
  const [asked, lines, verdict] = ours;
  const over = answerPreReceive({ asked, lines, verdict }, judge);
  for (const byte of question) theirs[0].write(byte);
  return { over, verdict: text(theirs[2]), close: () => asked.destroy() };
};

test('the verdict is accept only where the judge says so', async (t) => {
  const question = `objects /o\nalternates /a\n${command}\n\n`;
  t.is(await preReceive(question, async (asked) => asked === question).verdict, 'accept\n');
  t.is(await preReceive(question, async () => false).verdict, 'refuse\n');
});

test('a judge that breaks is a refusal', async (t) => {
  const talk = preReceive('objects \nalternates \n\n', () => Promise.reject(new Error('broken')));
  await t.throwsAsync(talk.over, { message: 'broken' });
  t.is(await talk.verdict, 'refuse\n');
});

test('a hook that goes away in the middle of its question is not judged', async (t) => {
  const talk = preReceive('objects /o\nalternates /a\n', async () => t.fail('judged') as never);
  talk.close();
  await talk.over;
  t.is(await talk.verdict, 'refuse\n');
});

const procReceive = (question: string) => {
  const { ours, theirs } = descriptors();
  const [asked, lines, report] = ours;
  const over = answerProcReceive({ asked, lines, report }, async (commands) => commands.map(({ ref }) => ({ ref, ok: true })));
  for (const byte of question) theirs[0].write(byte);
  return { over, report: text(theirs[2]), close: () => asked.destroy() };
};

test('the landing is asked for in pkt-lines and answered in them', async (t) => {
  const talk = procReceive(`${line('version=1\0push-options atomic\n')}0000${line(command)}0000`);
  await talk.over;
  t.is(await talk.report, `${line('version=1\n')}0000${line('ok refs/heads/main')}0000`);
});

for (const question of [
  'words',
  `${line('version=2')}0000`,
  '0000',
  `${line('version=1')}0000${line('main')}0000`,
  `${line('version=1')}0000ffff`,
]) {
  test(`a landing asked for with ${JSON.stringify(question.slice(0, 30))} is not answered`, async (t) => {
    const talk = procReceive(question);
    await t.throwsAsync(talk.over);
    t.notRegex(await talk.report, /ok/);
  });
}

test('a hook that goes away before its commands is not answered', async (t) => {
  const talk = procReceive(`${line('version=1')}0000${line(command)}`);
  talk.close();
  await talk.over;
  t.notRegex(await talk.report, /ok/);
});

test('lines for a pusher who does not read are left out, and he is told how many', async (t) => {
  const held = Promise.withResolvers<void>();
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString().slice(0, 80));
      void held.promise.then(() => done());
    },
  });
  const output = createHookOutput(stream);
  for (let count = 0; count < 10; count += 1) output.line('x'.repeat(1024 * 1024));
  t.true(stream.writableLength < 6 * 1024 * 1024);
  held.resolve();
  await once(stream, 'drain');
  output.line('\u001b[31mlast');
  output.end();
  await once(stream, 'finish');
  t.deepEqual(lines.slice(-2), ['(6 lines left out: the connection is slower than the output)\n', 'last\n']);
});
