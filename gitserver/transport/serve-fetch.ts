import { asFault } from '../../core/index.ts';
import { answerRpcFault, startAnswer } from './answer.ts';
import { gitSettings } from './driver/git-settings.ts';
import { relay } from './driver/relay.ts';
import { openBody } from './open-body.ts';
import { type Session, type SessionDeps, toGitFault } from './session.ts';

/** Answers POST git-upload-pack. git is killed as soon as nobody waits for it. */
export const serveFetch = async (deps: SessionDeps, session: Session): Promise<void> => {
  const { request, response, path, environment, signal } = session;
  const { bodyBytes, packBytes } = deps.limits;
  const body = openBody(request, { plainBytes: bodyBytes, inflatedBytes: bodyBytes });
  startAnswer(response, 'application/x-git-upload-pack-result');
  const child = await deps.start({
    args: [...gitSettings({ packBytes, landed: [] }), 'upload-pack', '--stateless-rpc', path],
    environment,
  });
  signal.addEventListener('abort', child.kill);
  body.once('error', child.kill);
  if (signal.aborted || body.errored) child.kill();
  relay(child, { head: [], body, response });
  const end = await child.ended;
  signal.removeEventListener('abort', child.kill);
  const fault = body.errored ?? signal.reason;
  if (response.headersSent || (end.ok && !fault)) response.end();
  else answerRpcFault(request, response, fault ? asFault(fault) : toGitFault(deps.log, session, end));
};
