import { createServer, type Server } from 'node:net';
import type { PortBlock } from './protocol.ts';

const largestBlock = 100;

/**
 * Claims blocks of a hundred ports by listening on the first of each: no two platforms of a machine hand out the same port, and a claim
 * lives exactly as long as the keeper. `offset` spreads platforms over the range. Rejects when every block is taken.
 */
export const createPortClaims = (range: PortBlock, offset: number) => {
  const held: Server[] = [];
  const blocks: PortBlock[] = [];
  const blockSize = Math.min(largestBlock, range.to - range.from + 1);
  const count = Math.floor((range.to - range.from + 1) / blockSize);

  const claim = async (): Promise<PortBlock> => {
    for (let step = 0; step < count; step += 1) {
      const from = range.from + ((offset + step) % count) * blockSize;
      const server = await listen(from);
      if (server === undefined) continue;
      held.push(server);
      const block = { from: from + 1, to: from + blockSize - 1 };
      blocks.push(block);
      return block;
    }
    throw new Error(`all ports from ${range.from} to ${range.to} are in use`);
  };
  return { claim, blocks: (): readonly PortBlock[] => blocks };
};

const listen = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
