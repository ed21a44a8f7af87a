import test from 'ava';
import { createWorld } from '../../contracts/engine.ts';
import { testEngineForProtocol } from '../../contracts/engine-protocol.ts';
import { openForTest } from './open-local-engine.ts';

testEngineForProtocol(test, {
  name: 'local',
  open: async (t) => {
    const subject = await openForTest(t);
    const world = await createWorld(t, subject);
    let { engine } = subject;
    return {
      engine,
      desired: (marker, kind) =>
        world.desired({
          environment: { MARK: marker },
          processes: { web: kind === 'good' ? 'node app.mjs serve' : 'node app.mjs exit 1' },
        }),
      reopen: async () => {
        await engine.stop();
        engine = subject.another();
        return engine;
      },
    };
  },
});
