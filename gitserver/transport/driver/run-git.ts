import { type GitEnd, startGit } from './git-child.ts';

export type GitOutput = GitEnd & { readonly stdout: Buffer };

/** Runs git to its end without input and collects its output, which is expected to be small. An aborted signal kills it. */
export const runGit = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GitOutput> => {
  signal.throwIfAborted();
  const child = await startGit({ args, environment });
  signal.addEventListener('abort', child.kill, { once: true });
  if (signal.aborted) child.kill();
  child.stdin.end();
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = await child.ended;
  signal.removeEventListener('abort', child.kill);
  signal.throwIfAborted();
  return { ...end, stdout: Buffer.concat(chunks) };
};
