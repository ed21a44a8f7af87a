import type { AppId, DeployId } from './ids.ts';

/** What happened, for the one append-only log. `at`: milliseconds since the epoch. `by`: e-mail of who asked, where somebody did. */
export type PlatformEvent = {
  readonly kind:
    | 'app-created'
    | 'app-destroyed'
    | 'deploy-started'
    | 'deploy-live'
    | 'deploy-failed'
    | 'deploy-cancelled'
    | 'replica-started'
    | 'replica-stopped'
    | 'replica-crashed';
  readonly app: AppId;
  readonly at: number;
  readonly by?: string;
  readonly deploy?: DeployId;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
};

/** A logged event: `sequence` rises by at least one and never repeats. */
export type LoggedEvent = PlatformEvent & { readonly sequence: number };
