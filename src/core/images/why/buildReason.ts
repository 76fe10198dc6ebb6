export type Change = 'added' | 'removed' | 'changed';

/** Why an image is built, or is not. */
export type BuildReason =
  /** Nothing is known of an earlier build for this registry on this machine. */
  | { readonly kind: 'firstBuild' }
  | { readonly kind: 'file'; readonly path: string; readonly change: Change | 'permissions' | 'kind' }
  | { readonly kind: 'argument'; readonly name: string; readonly change: Change }
  /** `reference` as the Dockerfile names it. */
  | { readonly kind: 'base'; readonly reference: string; readonly change: Change }
  /** An operator of the image runs another image of the project, which changed. */
  | { readonly kind: 'operatorImage'; readonly image: string; readonly change: Change }
  | { readonly kind: 'dockerfilePath'; readonly from: string; readonly to: string }
  /** The same was built before, but this registry does not have it. */
  | { readonly kind: 'notInRegistry' }
  /** Skipped: the same as at the last build. */
  | { readonly kind: 'unchanged' }
  /** Skipped although something changed: the registry has this very content, built before or elsewhere. */
  | { readonly kind: 'inRegistry' };

/** How many reasons a sentence names. */
const shown = 3;

export function describeReason(reason: BuildReason): string {
  switch (reason.kind) {
    case 'firstBuild':
      return 'it was not built for this registry before';
    case 'file':
      return `${reason.path}: ${words[reason.change]}`;
    case 'argument':
      return `build argument ${reason.name} ${reason.change}`;
    case 'base':
      return `base ${reason.reference} ${reason.change}`;
    case 'operatorImage':
      return `image "${reason.image}", which an operator runs, ${reason.change}`;
    case 'dockerfilePath':
      return `the Dockerfile is ${reason.to} instead of ${reason.from}`;
    case 'notInRegistry':
      return 'the registry does not have it';
    case 'unchanged':
      return 'nothing changed';
    case 'inRegistry':
      return 'the registry has this content already';
  }
}

const words = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  permissions: 'permissions changed',
  kind: 'became something else',
} as const;

/** `run.py: changed, build argument X added and 4 more`. */
export function describeReasons(reasons: readonly BuildReason[]): string {
  const more = reasons.length - shown;
  const first = reasons.slice(0, shown).map(describeReason).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}
