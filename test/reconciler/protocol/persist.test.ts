import test from 'ava';
import { createLog, Fault, silentLog } from '../../../core/index.ts';
import { pause, pauseUnless, untilDone } from '../../../reconciler/protocol/persist.ts';

const limits = { deadlineMs: 1, graceMs: 1, releaseMs: 1, retryMs: 1 };
const never = new AbortController().signal;

test('what must happen is tried until it does, each failure is logged, and the pauses grow', async (t) => {
  const pauses: number[] = [];
  const log = createLog((line) => void pauses.push(JSON.parse(line).pauseMs));
  let left = 4;
  const value = await untilDone({ limits, log, stopping: never }, async () => {
    if (left-- > 0) throw new Fault('data/failed', 'disk');
    return 'done';
  });
  t.is(value, 'done');
  t.deepEqual(pauses, [1, 2, 4, 8]);
});

test('what works at once is done once', async (t) => {
  let count = 0;
  await untilDone({ limits, log: silentLog, stopping: never }, async () => void count++);
  t.is(count, 1);
});

test('when the server stops, the failure of that moment is told and nothing is tried again', async (t) => {
  const stopping = new AbortController();
  let count = 0;
  const trying = untilDone({ limits, log: silentLog, stopping: stopping.signal }, async () => {
    if (++count === 3) stopping.abort();
    throw new Error('away');
  });
  await t.throwsAsync(trying, { message: 'away' });
  t.is(count, 3);
});

test('a stop ends a long pause', async (t) => {
  const stopping = new AbortController();
  const trying = untilDone({ limits: { ...limits, retryMs: 60_000 }, log: silentLog, stopping: stopping.signal }, async () => {
    setImmediate(() => stopping.abort());
    throw new Error('away');
  });
  await t.throwsAsync(trying, { name: 'AbortError' });
});

test('a pause rejects when it is cut short; the other kind only ends', async (t) => {
  await t.throwsAsync(pause(60_000, AbortSignal.abort()), { name: 'AbortError' });
  await pauseUnless(60_000, AbortSignal.abort());
  const cut = new AbortController();
  const ends = pauseUnless(60_000, cut.signal);
  cut.abort();
  await ends;
  await pauseUnless(1, never);
  t.pass();
});
