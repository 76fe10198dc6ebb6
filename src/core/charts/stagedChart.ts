import type { Chart } from '../project/chart.ts';

/** A copy of a chart that is ready for Helm: versions set, dependencies in `charts/`. */
export interface StagedChart {
  readonly source: Chart;
  /** The copy. */
  readonly folder: string;
  readonly name: string;
  /** Version of the copy: no hyphen in it. */
  readonly version: string;
  /** The chart and every chart staged into it, with where it came from. */
  readonly parts: readonly StagedPart[];
  /** What the person should know of it. */
  readonly notes: readonly StagingNote[];
  /** Folders in which Helm still has to fetch dependencies from repositories, innermost first. */
  readonly foldersToUpdate: readonly string[];
}

/** `warning`: the person's files say otherwise; `remark`: it has to be so with what is there. */
export interface StagingNote {
  readonly kind: 'warning' | 'remark';
  /** A whole sentence. */
  readonly text: string;
}

export interface StagedPart {
  readonly folder: string;
  readonly source: string;
  readonly name: string;
  readonly version: string;
  /** What Helm packs it as: a chart that lies in `charts/` of the one around it stays a folder. */
  readonly form: 'folder' | 'archive';
}
