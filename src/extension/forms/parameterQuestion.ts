import type { FormEntry } from '../../shared/parameters/parameter.ts';

/** The questions of a form, in a panel or step by step. */
export interface ParameterQuestion {
  readonly entries: readonly FormEntry[];
  /** E.g. `Install Lung 0.6.0`. */
  readonly title: string;
  /** Label of the final button. */
  readonly accept: string;
  /** Key for remembering the answers. */
  readonly extension: string;
}
