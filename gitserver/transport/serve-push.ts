import { asFault } from '../../core/index.ts';
import { decideCommands } from '../receive/decide-commands.ts';
import { parsePushOptions } from '../receive/push-options.ts';
import { receivePack } from '../receive/receive-pack.ts';
import { toRefusedAnswer } from '../receive/report-status.ts';
import { answerRpcFault, startAnswer } from './answer.ts';
import { openBody } from './open-body.ts';
import { readCommandList } from './read-command-list.ts';
import { type Session, type SessionDeps, toGitFault } from './session.ts';

/** Answers POST git-receive-pack: reads the list of refs, refuses what could never land, and leaves the rest to git and its hooks. */
export const servePush = async (deps: SessionDeps, session: Session): Promise<void> => {
  const { request, response, signal, caller, repository, path, environment } = session;
  const { limits } = deps;
  // Of a pack as it is, git itself keeps the measure, and says so to the pusher.
  const body = openBody(request, { plainBytes: Number.POSITIVE_INFINITY, inflatedBytes: limits.bodyBytes });
  startAnswer(response, 'application/x-git-receive-pack-result');
  const { list, head } = await readCommandList(body, { limitBytes: limits.commandBytes, signal });
  const { landed, deployed } = deployRefs(session);
  const refusal = decideCommands(list, { guarded: landed, deployed, maxRefs: limits.refs });
  if (list.commands.length === 0 || refusal !== undefined) {
    body.resume();
    return void response.end(refusal === undefined ? undefined : toRefusedAnswer(list, refusal));
  }
  const options = parsePushOptions(list.options, request.headers);
  await receivePack(
    { ...deps, run: deps.folders.run, environment },
    { caller, repository, path, packBytes: limits.packBytes, landed, list, options, head, body, response, signal },
    (end) => {
      const fault = body.errored ?? signal.reason;
      if (response.headersSent || (end.ok && !fault)) response.end();
      else answerRpcFault(request, response, fault ? asFault(fault) : toGitFault(deps.log, session, end));
    },
  );
};

/** `landed`: moved by proc-receive, since each is, or could become, the branch that deploys. `deployed`: the one that does. */
const deployRefs = ({
  repository,
  caller: { deployBranch },
}: Session): { readonly landed: readonly string[]; readonly deployed: string | undefined } => {
  if (repository === 'config') return { landed: ['refs/heads/main'], deployed: 'refs/heads/main' };
  const deployed = deployBranch === undefined ? undefined : `refs/heads/${deployBranch}`;
  return { landed: [...new Set(['refs/heads/main', 'refs/heads/master', ...(deployed === undefined ? [] : [deployed])])], deployed };
};
