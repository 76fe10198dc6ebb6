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

/** One link of the chain: what was checked, and the result. */
export interface ChainLink {
  readonly id: LinkId;
  readonly title: string;
  /**
   * `broken` ends the walk: nothing after it can work. `note` is not an error, but may explain why people do not find
   * something. `unknown` cannot be checked from here.
   */
  readonly state: 'good' | 'note' | 'unknown' | 'broken';
  readonly says: string;
  /** More lines: the other findings, a pod's log. */
  readonly detail?: string | undefined;
  readonly remedy?: LinkRemedy | undefined;
}

/** How to fix a link: as a sentence, and as an action for a button. */
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

/** The subject and the links that were checked; if one is broken, it is the last. */
export interface Explanation {
  /** Name of the chart, otherwise of the folder. */
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

/** A link that could not be checked because of an EdkError; other errors are thrown again. */
export function brokenBy(error: unknown, link: Pick<ChainLink, 'id' | 'title'>): ChainLink {
  if (!(error instanceof EdkError)) throw error;
  const { message, detail, place, remedy, code } = error;
  return { ...link, state: 'broken', says: message, detail, remedy: { text: remedy, place, action: actionFor[code] } };
}

/** What to look for on the platform. */
export interface PlatformSubject {
  /** Name of the chart. */
  readonly chart: string;
  readonly keywords: readonly string[];
  /** The version that a deployment would upload; undefined when there is no project. */
  readonly version: string | undefined;
  /** The project's folder. */
  readonly folder: string | undefined;
  /** Absolute paths of the DAG files in its DAG image. */
  readonly dagFiles: readonly string[];
  /** Hooks of the project's chart; called only if Helm is stuck or has failed. */
  readonly findHooks?: ((signal: AbortSignal) => Promise<readonly Hook[]>) | undefined;
  /** One of several releases; the worst one if omitted. */
  readonly release?: string | undefined;
}

export interface PlatformExplanation {
  readonly links: readonly ChainLink[];
  readonly release: string | undefined;
}

/** What to look for, and where it was found. */
export interface ReleaseQuestion {
  readonly edk: EdkContext;
  readonly platform: PlatformConnection;
  readonly subject: PlatformSubject;
  readonly extension: CatalogueExtension;
}
