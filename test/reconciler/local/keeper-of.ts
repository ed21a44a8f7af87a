import { connectKeeper } from '../../../reconciler/engines/local/keeper-connection.ts';

/** Process id of the keeper that serves a folder. */
export const keeperOf = async (folder: string): Promise<number> => {
  let pid = 0;
  const connection = await connectKeeper(folder, {
    hello: (hello) => {
      pid = hello.pid;
    },
    event: () => {},
    lost: () => {},
  });
  connection?.end();
  if (connection === undefined) throw new Error('no keeper listens');
  return pid;
};
