export { createLocalEngine, type LocalEngine, type LocalEngineDeps } from './local-engine.ts';
