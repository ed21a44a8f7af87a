export { createLocalEngine, type LocalEngine, type LocalEngineDeps } from './local-engine.ts';
export type { Backend, Route, RouterControl } from './router-control.ts';
