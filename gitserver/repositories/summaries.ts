import { type Oid, stripControl } from '../../core/index.ts';

/** The one-line summaries of commits, as a person would write them. */
export const summaries = {
  env: (set: readonly string[], unset: readonly string[]): string => {
    const parts = [set.length === 0 ? '' : `set ${listNames(set)}`, unset.length === 0 ? '' : `unset ${listNames(unset)}`];
    const plural = set.length + unset.length > 1 ? 's' : '';
    return capital(`${parts.filter((part) => part !== '').join('; ')} config var${plural}.`);
  },
  scale: (changes: readonly { readonly processType: string; readonly replicas?: number; readonly size?: number }[]): string =>
    capital(
      `scale ${changes
        .map(({ processType, replicas, size }) => {
          if (size === undefined) return `${processType} to ${replicas}`;
          return replicas === undefined ? `${processType} to size ${size}` : `${processType} to ${replicas} of size ${size}`;
        })
        .join(', ')}.`,
    ),
  restart: (): string => 'Restart.',
  deploy: (source: Oid, message: string | undefined): string => {
    const line = oneLine(message ?? '');
    return `Deploy ${source.slice(0, 7)}${line === '' ? '.' : `: ${line}`}`;
  },
  rollback: (version: number, summary: string): string => `Revert to v${version}: ${oneLine(summary)}`,
};

const namesShown = 5;

const listNames = (names: readonly string[]): string => {
  const shown = names.slice(0, namesShown).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
};

const oneLine = (text: string): string => {
  const line = stripControl(text).trim().split('\n')[0]?.replaceAll('\t', ' ').trim() ?? '';
  const characters = [...line];
  return characters.length > 120 ? `${characters.slice(0, 119).join('')}…` : line;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
