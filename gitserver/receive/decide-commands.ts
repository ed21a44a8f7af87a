import { Fault, stripControl, zeroOid } from '../../core/index.ts';
import type { CommandList } from './command-list.ts';
import { isRefName } from './is-ref-name.ts';

export type PushPolicy = {
  /** Full names of the refs that are, or may become, the deploy branch. Nothing is stored below or above them. */
  readonly guarded: readonly string[];
  /** Full name of the deploy branch, once there is one. */
  readonly deployed: string | undefined;
  readonly maxRefs: number;
};

/** `reason`: what git prints after the ref. */
export type Refusal = { readonly fault: Fault; readonly reason: string };

/** Refuses from its command list alone a push that could never land, before an object of it is stored. */
export const decideCommands = (list: CommandList, policy: PushPolicy): Refusal | undefined => {
  const { commands, capabilities } = list;
  if (commands.length > policy.maxRefs) {
    return refuse(
      'too many refs',
      `This push has ${commands.length} refs; at most ${policy.maxRefs} are taken at once.`,
      'Push fewer at once.',
    );
  }
  if (list.shallow) {
    return refuse('shallow push', "A shallow clone can't be pushed from: commits are missing in it.", 'git fetch --unshallow');
  }
  if (capabilities.has('atomic') && commands.length > 1) {
    return refuse('atomic push', 'A push with --atomic may have only one ref here.', 'Push without --atomic, or one ref after the other.');
  }
  const seen = new Set<string>();
  for (const { ref, new: to } of commands) {
    if (seen.has(ref)) return refuse('ref named twice', `${printable(ref)} is in this push twice.`, 'Name it once.');
    seen.add(ref);
    const refusal = decideRef(ref, to === zeroOid, policy);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

const decideRef = (ref: string, isDeletion: boolean, { guarded, deployed }: PushPolicy): Refusal | undefined => {
  if (!/^refs\/(heads|tags)\/./.test(ref) || !isRefName(ref)) {
    return refuse(
      'only branches and tags are taken',
      `${printable(ref)} can't be pushed: only branches and tags are taken.`,
      'Push a branch or a tag.',
    );
  }
  const clash = guarded.find((branch) => ref.startsWith(`${branch}/`) || branch.startsWith(`${ref}/`));
  if (clash !== undefined && !isDeletion) {
    return refuse(
      `in the way of ${toShort(clash)}`,
      `«${printable(toShort(ref))}» can't be stored beside the branch «${toShort(clash)}»: git can't hold both.`,
      'Give the branch another name.',
    );
  }
  if (isDeletion && ref === deployed) {
    return refuse(
      'the deploy branch',
      `${toShort(ref)} is the branch that is deployed; it can't be deleted.`,
      'To stop the app: sluice ps:scale web=0. To remove it: sluice apps:destroy',
    );
  }
  return undefined;
};

const refuse = (reason: string, message: string, hint: string): Refusal => ({
  fault: new Fault('push/refused', message, { hint }),
  reason,
});

const printable = (text: string): string => stripControl(text).slice(0, 200);
const toShort = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');
