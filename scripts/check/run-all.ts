import { performance } from 'node:perf_hooks';
import { judge, type Verdict } from './judge.ts';
import { type Ran, runStep } from './run-step.ts';
import type { Step } from './steps.ts';

type Run = {
  readonly steps: readonly Step[];
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Runs all steps one after another, tells each with its time and what failed in it, and sums up. Stops early only when asked. */
export const runAll = async ({ steps, root, env, say, signal }: Run): Promise<Omit<Verdict, 'failures'>> => {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const step of steps) {
    if (signal.aborted) break;
    const began = performance.now();
    const ran = await runStep({ step, root, env, signal });
    if (signal.aborted) break;
    const verdict = judge(step, ran);
    passed += verdict.passed;
    failed += verdict.failed;
    skipped.push(...verdict.skipped.map((title) => `${step.name}: ${title}`));
    say(lineOf({ step, verdict, seconds: (performance.now() - began) / 1000 }));
    for (const failure of verdict.failures) say(indent(failure));
    if (step.kind === 'suite' && !verdict.isWhole) say(indent(await inWords({ step, root, env, signal })));
  }
  if (skipped.length > 0) say(['skipped:', ...skipped].join('\n  '));
  return { passed, failed, skipped, isWhole: !signal.aborted };
};

const lineOf = ({ step, verdict, seconds }: { readonly step: Step; readonly verdict: Verdict; readonly seconds: number }): string => {
  const { passed, failed, skipped } = verdict;
  const counts = step.kind === 'check' ? '' : `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
  return `${failed === 0 ? '✓' : '✗'} ${step.name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${counts}`.trimEnd();
};

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');

/** ava's TAP reporter dies with a file that hangs or exits by itself; its other reporter names the test. */
const inWords = async (wish: { readonly step: Step } & Pick<Run, 'root' | 'env' | 'signal'>): Promise<string> => {
  const { stdout, stderr }: Ran = await runStep({ ...wish, step: { ...wish.step, kind: 'check' } });
  return `The suite broke off. Run again, without TAP:\n${`${stdout}\n${stderr}`.split('\n').slice(-80).join('\n')}`;
};
