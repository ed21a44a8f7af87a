import { Fault } from '../../core/index.ts';
import { leftBehind } from '../change.ts';
import { appFlag, type Command } from '../command.ts';
import { chooseDeploy, type Deploy } from '../read-deploys.ts';
import { watchDeploy } from '../watch-deploy.ts';

export const deploysWatch: Command = {
  name: 'deploys:watch',
  about: 'join a deploy that is under way and see it to its end',
  more: ['Without an id: the one under way, else the newest. Ends as the deploy does: 0 live, 1 failed or cancelled, 10 undecided.'],
  args: { usage: '[ID]', min: 0, max: 1 },
  flags: [appFlag],
  examples: ['sluice deploys:watch --app example-app', 'sluice deploys:watch k3v9x0q2m1ab --app example-app'],
  run: async (context) => {
    const { output, io } = context;
    const { app, session } = await context.app();
    const id = await chooseDeploy(session, { app, named: context.args[0], orNewest: true });
    try {
      const end = await watchDeploy(session, {
        app,
        id,
        signal: io.signal,
        line: (text) => (output.json ? output.jsonLine({ line: text }) : output.line(text)),
        lost: () => output.note('Connection lost; joining again as soon as the server is back.'),
      });
      if (output.json && end.state === 'live') await output.jsonLine(end);
      assertLive(end, app);
      output.note(end.version === undefined ? 'live' : `live, v${end.version}`);
    } catch (error) {
      throw io.signal.aborted ? leftBehind(app) : error;
    }
    return { view: { kind: 'nothing' } };
  },
};

const assertLive = ({ id, state, summary, reason }: Deploy, app: string): void => {
  const why = reason === undefined ? '' : `: ${reason}`;
  const hint = `See more: sluice logs --app ${app}`;
  if (state === 'failed') throw new Fault('deploy/failed', `${summary} failed${why}`, { hint, data: { deploy: id } });
  if (state === 'cancelled') throw new Fault('deploy/cancelled', `${summary} was cancelled${why}`, { data: { deploy: id } });
  if (state === 'undecided') throw new Fault('deploy/undecided', `${summary} is not decided yet${why}`, { hint, data: { deploy: id } });
};
