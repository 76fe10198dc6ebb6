import type { PlannedImage } from './plan/imagePlan.ts';
import type { BuildReason } from './why/buildReason.ts';

export interface BuiltImage {
  readonly image: PlannedImage;
  readonly outcome: 'built' | 'unchanged';
  /** What the registry answered with. */
  readonly digest: string;
  /** Why it was built, or was not. */
  readonly why: readonly BuildReason[];
  /** Undefined for one that was not built. */
  readonly work?: ImageWork | undefined;
  /** What the last build before this one took, where it is known. */
  readonly last?: Pick<ImageWork, 'size'> & { readonly durationMs: number | undefined };
}

/** What a build took. Times in milliseconds, sizes in bytes. */
export interface ImageWork {
  readonly buildMs: number;
  readonly pushMs: number;
  readonly steps: { readonly cached: number; readonly total: number };
  readonly layers: { readonly pushed: number; readonly present: number };
  /** As Docker counts them, before it compresses them. */
  readonly bytesPushed: number;
  /** Of the image in the registry, compressed; undefined when the registry does not tell. */
  readonly size: number | undefined;
}
