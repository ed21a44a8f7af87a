import test from 'ava';
import type { DeployId } from '../../../core/index.ts';
import { endingFault, undecidedFault } from '../../../reconciler/protocol/ending-fault.ts';

const id = 'abc123def456' as DeployId;

test('a failure says why, with the last lines, the deploy, and that the version before serves on', (t) => {
  const { code, message, details } = endingFault(
    id,
    { kind: 'failed', reason: 'web.1 exited with 1', lastLines: ['boom'] },
    { before: true },
  );
  t.deepEqual([code, message, details.lastLines, details.data], ['deploy/failed', 'web.1 exited with 1', ['boom'], { deploy: id }]);
  t.regex(details.hint ?? '', /serves on.*sluice logs/);
});

test('a cancel is told from a failure', (t) => {
  const { code, message, details } = endingFault(id, { kind: 'cancelled', reason: 'Cancelled by dev.', lastLines: [] }, { before: true });
  t.deepEqual([code, message, details.data], ['deploy/cancelled', 'Cancelled by dev.', { deploy: id }]);
  t.regex(details.hint ?? '', /serves on/);
});

test('what is undecided says how to watch it and how to end it', (t) => {
  const { code, message, details } = undecidedFault(id, 'the engine has not answered');
  t.deepEqual([code, message, details.data], ['deploy/undecided', 'Undecided so far: the engine has not answered.', { deploy: id }]);
  t.true(details.hint?.includes(`deploys:watch ${id}`) && details.hint.includes(`deploys:cancel ${id}`));
});

test('a first version that fails is not said to leave another one serving', (t) => {
  const { details } = endingFault(id, { kind: 'failed', reason: 'web.1 exited with 1', lastLines: [] }, { before: false });
  t.regex(details.hint ?? '', /^Nothing runs yet\. Fix it/);
});
