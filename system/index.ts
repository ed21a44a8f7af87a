export * from './keyed-lock.ts';
export * from './write-file-atomic.ts';
