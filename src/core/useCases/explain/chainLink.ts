import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import type { CatalogueExtension } from '../../platform/catalogue/readCatalogue.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import type { Hook } from '../../project/findWorkloads.ts';
import type { EdkContext } from '../context/edkContext.ts';

/** The chain from the files of an extension to its running pods, in this order. */
type LinkId =
  | 'files'
  | 'images'
  | 'platform'
  | 'chart'
  | 'version'
  | 'visible'
  | 'project'
  | 'installed'
  | 'helm'
  | 'pods'
  | 'dag'
  | 'refresh';

/** One link of the chain: what was looked at, and what it says. */
export interface ChainLink {
  readonly id: LinkId;
  readonly title: string;
  /**
   * `broken` ends the walk: what comes after it cannot be in order. `note` is in order, and yet a reason why people miss
   * something. `unknown` cannot be seen from here.
   */
  readonly state: 'good' | 'note' | 'unknown' | 'broken';
  readonly says: string;
  /** More lines: the other findings, a pod's log. */
  readonly detail?: string | undefined;
  readonly remedy?: LinkRemedy | undefined;
}

/** What mends a link, in words, and as something that a button can do. */
export interface LinkRemedy {
  readonly text: string;
  readonly action?: RemedyAction | undefined;
  readonly place?: SourcePlace | undefined;
}

type RemedyAction =
  | 'deploy'
  | 'initialize'
  | 'startPlatform'
  | 'doctor'
  | 'install'
  | 'uninstall'
  | 'forceUninstall'
  | 'showFilter'
  | 'lookAgain';

/** What is asked about, and the links that were looked at; the last one is the broken one where one is. */
export interface Explanation {
  /** Name of the chart, else of the folder. */
  readonly subject: string;
  readonly release: string | undefined;
  readonly links: readonly ChainLink[];
}

export function brokenLink({ links }: Explanation): ChainLink | undefined {
  return links.find(({ state }) => state === 'broken');
}

const actionFor: Readonly<Partial<Record<string, RemedyAction>>> = {
  'image.baseUnknown': 'initialize',
  'registry.unreachable': 'startPlatform',
  'platform.notConfigured': 'startPlatform',
  'platform.unreachable': 'startPlatform',
  'docker.unreachable': 'doctor',
  'docker.forbidden': 'doctor',
};

/** A link that could not be looked at because of an error. Anything that is not an error of the EDK's own goes on. */
export function brokenBy(error: unknown, link: Pick<ChainLink, 'id' | 'title'>): ChainLink {
  if (!(error instanceof EdkError)) throw error;
  const { message, detail, place, remedy, code } = error;
  return { ...link, state: 'broken', says: message, detail, remedy: { text: remedy, place, action: actionFor[code] } };
}

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
  /** What Helm runs before and after the project's chart; asked only when Helm does not get on. */
  readonly findHooks?: ((signal: AbortSignal) => Promise<readonly Hook[]>) | undefined;
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
