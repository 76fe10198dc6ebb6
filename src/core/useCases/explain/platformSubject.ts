import type { CatalogueExtension } from '../../platform/catalogue/readCatalogue.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import type { EdkContext } from '../context/edkContext.ts';
import type { ChainLink } from './chainLink.ts';

/** What is looked for on the platform. */
export interface PlatformSubject {
  /** Name of the chart. */
  readonly chart: string;
  readonly keywords: readonly string[];
  /** The version that a deployment would upload; undefined when there is no project. */
  readonly version: string | undefined;
  /** The project's folder. */
  readonly folder: string | undefined;
  /** Absolute paths of the DAG files that its DAG image carries. */
  readonly dagFiles: readonly string[];
  /** One release of several; without it the one that is worst. */
  readonly release?: string | undefined;
}

export interface PlatformExplanation {
  readonly links: readonly ChainLink[];
  readonly release: string | undefined;
}

/** What is looked for, and where it was found. */
export interface ReleaseQuestion {
  readonly edk: EdkContext;
  readonly platform: PlatformConnection;
  readonly subject: PlatformSubject;
  readonly extension: CatalogueExtension;
}
