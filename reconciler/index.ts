export type { AppState, ChangeOptions, ChangeRequest, ChangeResult, Control } from './control.ts';
export { createReconciler, type Reconciler, type ReconcilerDeps } from './create-reconciler.ts';
export type * from './engine.ts';
export type * from './ports.ts';
export type { Push, PushOptions, Receive, RefAnswer, RefCommand } from './push.ts';
