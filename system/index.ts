export * from './keyed-lock.ts';
export * from './port-holder.ts';
export * from './write-file-atomic.ts';
