export { type Router, type RouterDeps, startRouter } from './start-router.ts';
