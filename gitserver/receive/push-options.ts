import type { IncomingHttpHeaders } from 'node:http';
import { type PushOptions, stripControl } from '../../core/index.ts';

const flags = { 'clean-cache': 'cleanCache', hot: 'hot', 'no-wait': 'noWait', 'no-deploy': 'noDeploy', 'dry-run': 'dryRun' } as const;

/** Reads `-o` options and the headers GIGALIXIR-CLEAN and GIGALIXIR-HOT, which mean the same as the first two. */
export const parsePushOptions = (options: readonly string[], headers: IncomingHttpHeaders = {}): PushOptions => {
  const parsed = {
    cleanCache: isTrue(headers['gigalixir-clean']),
    hot: isTrue(headers['gigalixir-hot']),
    noWait: false,
    noDeploy: false,
    dryRun: false,
  };
  const unknown: string[] = [];
  let message: string | undefined;
  for (const option of options) {
    if (isFlag(option)) parsed[flags[option]] = true;
    else if (option.startsWith('message=')) message = stripControl(option.slice('message='.length)).trim();
    else unknown.push(stripControl(option).slice(0, 100));
  }
  return { ...parsed, ...(message ? { message } : {}), unknown };
};

const isFlag = (option: string): option is keyof typeof flags => Object.hasOwn(flags, option);
const isTrue = (value: string | string[] | undefined): boolean => String(value).trim().toLowerCase() === 'true';
