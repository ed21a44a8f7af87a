export * from './create-once.ts';
export * from './if-there.ts';
export * from './keyed-lock.ts';
export * from './marked-processes.ts';
export * from './port-holder.ts';
export * from './read-process.ts';
export * from './sync-folder.ts';
export * from './write-file-atomic.ts';
