import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

/** The app's own boot: from spawning `node server.js` to the first TCP connection it takes, in milliseconds. Nothing of ours in between. */
export const bootMs = async (folder: string): Promise<number> => {
  const port = await freePort();
  const from = performance.now();
  const child = spawn('node', ['server.js'], { cwd: folder, env: { PATH: process.env['PATH'], PORT: String(port) }, stdio: 'ignore' });
  try {
    while (!(await accepts(port))) {
      if (child.exitCode !== null) throw new Error('the app ended');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return performance.now() - from;
  } finally {
    child.kill('SIGKILL');
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
