import type { HttpClient } from '../http/httpClient.ts';
import type { UploadRecords } from './upload/uploadRecords.ts';
import type { PlatformProject } from '../settings/settings.ts';

/** Everything needed to talk to one platform. */
export interface PlatformConnection {
  /** Any path prefix, usually ending in `/kube-helm-api`; a slash at the end does not matter. */
  readonly baseUrl: string;
  /** Where that address was set, as a person knows it. */
  readonly addressSource?: string | undefined;
  readonly http: HttpClient;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Headers that say who asks; renewed when they are about to end. */
  readonly authorize?: ((signal: AbortSignal) => Promise<Readonly<Record<string, string>>>) | undefined;
  /** In whose name instances of multi-installable charts are launched. */
  readonly project?: PlatformProject | undefined;
  /** Remembers what uploads leave behind. */
  readonly uploads?: UploadRecords | undefined;
  readonly pace?: Partial<PlatformPace> | undefined;
}

/** How long to wait and how often to ask; times in milliseconds. */
export interface PlatformPace {
  readonly healthDeadlineMs: number;
  readonly readDeadlineMs: number;
  /** The platform itself gives up after 15 s, and may be busy with others before. */
  readonly installDeadlineMs: number;
  readonly deleteDeadlineMs: number;
  /** For one chunk; the last one includes the platform's check of the chart. */
  readonly chunkDeadlineMs: number;
  /** Of the first chunk; each that takes less time than a quick one makes the next one longer, up to the longest. */
  readonly chunkBytes: number;
  readonly longestChunkBytes: number;
  readonly quickChunkMs: number;
  /** The platform itself gives up after 180 s. */
  readonly importDeadlineMs: number;
  /** How often a harmless request is tried, and how long before the second time. */
  readonly tries: number;
  readonly retryMs: number;
  /** How long the list may fail: the platform answers with errors now and then while it refreshes it. */
  readonly listPatienceMs: number;
  /** How long a platform may be away in the middle of something, e.g. while it is restarted. */
  readonly awayMs: number;
  /** Polls start quick and slow down to the last interval. */
  readonly firstPollMs: number;
  readonly lastPollMs: number;
}

const usualPace: PlatformPace = {
  healthDeadlineMs: 15_000,
  readDeadlineMs: 30_000,
  installDeadlineMs: 60_000,
  deleteDeadlineMs: 30_000,
  chunkDeadlineMs: 120_000,
  chunkBytes: 8 * 1024 * 1024,
  longestChunkBytes: 256 * 1024 * 1024,
  quickChunkMs: 1000,
  importDeadlineMs: 200_000,
  tries: 3,
  retryMs: 300,
  listPatienceMs: 35_000,
  awayMs: 35_000,
  firstPollMs: 50,
  lastPollMs: 2000,
};

export function paceOf(platform: PlatformConnection): PlatformPace {
  return { ...usualPace, ...platform.pace };
}
