import type { FormEntry } from '../../shared/parameters/parameter.ts';

/** What a form asks, in either face. */
export interface ParameterQuestion {
  readonly entries: readonly FormEntry[];
  /** E.g. `Install Lung 0.6.0`. */
  readonly title: string;
  /** Of the button at the end. */
  readonly accept: string;
  /** Under which the answers are remembered. */
  readonly extension: string;
}
