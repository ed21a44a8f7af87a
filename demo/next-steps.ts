import { quoteWord } from '../wiring/quote-word.ts';

export type NextSteps = {
  readonly sluice: string;
  readonly config: string;
  readonly copy: string;
  readonly app: string;
  readonly url: string;
};

/** What to type next. Every line works when pasted into a new shell, in any folder. */
export const nextSteps = ({ sluice, config, copy, app, url }: NextSteps): readonly { readonly title: string; readonly line: string }[] => {
  const cli = `${quoteWord(sluice)} --config ${quoteWord(config)}`;
  return [
    { title: 'See it', line: `curl -s --noproxy '*' ${url}` },
    {
      title: 'Change a file and push again',
      line: `cd ${quoteWord(copy)} && echo '// changed' >> server.js && git commit -qam 'Change a line' && git push sluice main`,
    },
    { title: 'Set a variable', line: `${cli} config:set GREETING=Hallo -a ${app}` },
    { title: 'Roll back', line: `${cli} rollback -a ${app}` },
    { title: 'See logs', line: `${cli} logs -a ${app}` },
    { title: 'See releases', line: `${cli} releases -a ${app}` },
    {
      title: 'Deploy an app of your own (here: one page in a new folder)',
      line: `cd "$(mktemp -d)" && git init -qb main && echo '<h1>mine</h1>' > index.html && git add . && git -c user.name=me -c user.email=me@example.com commit -qm first && ${cli} create && git push sluice main`,
    },
  ];
};
