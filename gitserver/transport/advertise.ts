import { answerFault, startAnswer } from './answer.ts';
import { gitSettings } from './driver/git-settings.ts';
import { flushPacket, packet } from './driver/pkt-line.ts';
import { runGit } from './driver/run-git.ts';
import { type Session, type SessionDeps, toGitFault } from './session.ts';

/** Answers GET info/refs: what git says it can do, and its refs (http-protocol, "Smart Clients"). */
export const advertise = async (deps: SessionDeps, session: Session, service: 'fetch' | 'push'): Promise<void> => {
  const { request, response, path, environment, signal } = session;
  const command = service === 'fetch' ? 'upload-pack' : 'receive-pack';
  const settings = gitSettings({ packBytes: deps.limits.packBytes, landed: [] });
  const end = await runGit([...settings, command, '--stateless-rpc', '--advertise-refs', path], environment, signal);
  if (!end.ok) return answerFault(request, response, toGitFault(deps.log, session, end));
  startAnswer(response, `application/x-git-${command}-advertisement`);
  // Version 2 begins at once; the line that names the service belongs to the versions before.
  const isVersion2 = environment['GIT_PROTOCOL'] !== undefined;
  response.end(isVersion2 ? end.stdout : Buffer.concat([packet(`# service=git-${command}\n`), flushPacket, end.stdout]));
};
