import { z } from 'zod';
import { isCancellation } from '../../../core/errors/edkError.ts';
import { reportError } from '../../../core/jobs/reportError.ts';

const answerSchema = z.object({
  images: z.array(
    z.object({ name: z.string(), state: z.enum(['current', 'changed', 'missing']), reference: z.string() }),
  ),
});

type KnownImage = z.infer<typeof answerSchema>['images'][number];

/** State of a project's images in the registry, or why it is unknown. */
export type ImageKnowledge =
  | { readonly kind: 'known'; readonly images: ReadonlyMap<string, KnownImage> }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ImageStateParts {
  /** Output of `edk images` for a project. */
  readonly ask: (folder: string, signal: AbortSignal) => Promise<unknown>;
  readonly onDidChange: () => void;
}

/** Whether the images of projects are up to date in the registry. Known states are kept until the next check. */
export class ImageStates {
  readonly #parts: ImageStateParts;
  readonly #known = new Map<string, ImageKnowledge>();
  #looking: AbortController | undefined;

  constructor(parts: ImageStateParts) {
    this.#parts = parts;
  }

  of(folder: string): ImageKnowledge | undefined {
    return this.#known.get(folder);
  }

  /** Checks these projects one after the other. Cancels a check in progress. */
  async look(folders: readonly string[]): Promise<void> {
    this.cancel();
    const mine = (this.#looking = new AbortController());
    for (const folder of folders) {
      const knowledge = await this.#ask(folder, mine.signal);
      if (mine.signal.aborted || knowledge === undefined) return;
      this.#known.set(folder, knowledge);
      this.#parts.onDidChange();
    }
  }

  /** Stops loading, since nothing is visible. */
  cancel(): void {
    this.#looking?.abort();
  }

  async #ask(folder: string, signal: AbortSignal): Promise<ImageKnowledge | undefined> {
    try {
      const { images } = answerSchema.parse(await this.#parts.ask(folder, signal));
      return { kind: 'known', images: new Map(images.map((image) => [image.name, image])) };
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return undefined;
      return { kind: 'unknown', reason: reportError(error).message };
    }
  }
}
