import type { ImageLocation } from '../../project/references/imageReference.ts';
import type { SourceRange } from '../../project/sourceRange.ts';
import type { ProjectImage } from '../../project/project.ts';

/** An image that the extension makes the platform run. */
export interface ImageUse {
  /** Whether an operator or a container of the chart runs it. */
  readonly kind: 'operator' | 'container';
  /** What runs it, for people. */
  readonly by: string;
  /** Where it says so. */
  readonly range: SourceRange;
  /** As the platform pulls it; undefined when only a run can tell. */
  readonly reference: string | undefined;
  /** Undefined when only a run can tell, and for what is not a valid reference. */
  readonly image: ImageLocation | undefined;
  /** The image of this project that it is. */
  readonly own: ProjectImage | undefined;
}
