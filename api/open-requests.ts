import type { ServerResponse } from 'node:http';
import { Fault } from '../core/index.ts';

export type OpenRequests = {
  /** Runs the work of a request under a signal that is aborted when its client goes away or the server stops. */
  readonly track: <Value>(response: ServerResponse, work: (signal: AbortSignal) => Promise<Value>) => Promise<Value>;
  readonly abortAll: () => void;
};

export const createOpenRequests = (): OpenRequests => {
  const open = new Set<AbortController>();
  return {
    track: async (response, work) => {
      const controller = new AbortController();
      const onClose = () => {
        if (!response.writableFinished) controller.abort(new Fault('interrupted', 'The client went away.'));
      };
      open.add(controller);
      response.once('close', onClose);
      if (response.destroyed) onClose();
      try {
        return await work(controller.signal);
      } finally {
        response.off('close', onClose);
        open.delete(controller);
      }
    },
    abortAll: () => {
      for (const controller of open)
        controller.abort(new Fault('interrupted', 'The server is stopping.', { hint: 'Try again in a moment.' }));
    },
  };
};
