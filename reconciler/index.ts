export { createReconciler, type Reconciler, type ReconcilerDeps } from './create-reconciler.ts';
export type * from './engine.ts';
export { createLocalEngine, type LocalEngine, type LocalEngineDeps } from './engines/local/index.ts';
export { type Router, type RouterDeps, startRouter } from './engines/local/router/index.ts';
export type { RouterControl } from './engines/local/router-control.ts';
export type * from './ports.ts';
