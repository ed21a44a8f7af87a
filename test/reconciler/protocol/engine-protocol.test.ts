import test from 'ava';
import type { AppId, AppName, Oid, SlugDigest } from '../../../core/index.ts';
import { testEngineForProtocol } from '../../contracts/engine-protocol.ts';
import { createModelEngine, createModelWorld } from '../../helpers/model/model-engine.ts';

// The model of the crash tests is allowed because it keeps what the protocol relies on, as the local engine does.
testEngineForProtocol(test, {
  name: 'model',
  open: async () => {
    const world = createModelWorld();
    let commits = 0;
    return {
      engine: createModelEngine(world),
      reopen: async () => createModelEngine(world),
      desired: async (marker, kind) => ({
        app: { id: 'a000000000001' as AppId, name: 'shop' as AppName },
        commit: (++commits).toString(16).padStart(40, '0') as Oid,
        version: commits,
        shape: { processes: {} },
        environment: { MARK: marker },
        release: {
          slug: { digest: 'd'.repeat(64) as SlugDigest, sizeBytes: 1 },
          source: 'e'.repeat(40) as Oid,
          processes: { web: kind === 'good' ? 'serve' : 'exits' },
          buildpacks: [],
          stack: 'model',
          template: 1,
        },
      }),
    };
  },
});
