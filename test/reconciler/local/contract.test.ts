import test from 'ava';
import { testEngine } from '../../contracts/engine.ts';
import { shareLocalEngine } from './open-local-engine.ts';

const shared = shareLocalEngine(test);

testEngine(test, { name: 'local', open: async () => shared() });
