import type { SourcePlace } from '../errors/edkError.ts';

/** What a chart's folder says, wherever it lies. */
export interface Chart {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly apiVersion: 'v1' | 'v2';
  readonly keywords: readonly string[];
  /** annotations["ui-visible-name"], else the name. */
  readonly title: string;
  readonly dependencies: readonly ChartDependency[];
  /** Parsed values.yaml; empty when there is none. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ChartDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string | undefined;
  readonly place: SourcePlace;
}
