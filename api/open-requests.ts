import type { ServerResponse } from 'node:http';
import { Fault } from '../core/index.ts';

export type OpenRequests = {
  /** Runs the work of a request under a signal that is aborted when its client goes away or the server stops. */
  readonly track: <Value>(response: ServerResponse, work: (signal: AbortSignal) => Promise<Value>) => Promise<Value>;
  /** Aborts all that is open. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
};

export const createOpenRequests = (): OpenRequests => {
  const open = new Set<AbortController>();
  let closed = false;
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
    isClosed: () => closed,
    close: () => {
      closed = true;
      for (const controller of open)
        controller.abort(new Fault('interrupted', 'The server is stopping.', { hint: 'Try again in a moment.' }));
    },
  };
};
