import type { HttpClient } from '../http/httpClient.ts';
import type { UploadRecords } from './upload/uploadRecords.ts';
import type { PlatformProject } from '../settings/settings.ts';

/** Everything needed to talk to one platform. */
export interface PlatformConnection {
  /** With any path prefix, usually ending in `/kube-helm-api`; a trailing slash does not matter. */
  readonly baseUrl: string;
  /** Where that address was set, for messages. */
  readonly addressSource?: string | undefined;
  readonly http: HttpClient;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Headers that authenticate the user; renewed before they expire. */
  readonly authorize?: ((signal: AbortSignal) => Promise<Readonly<Record<string, string>>>) | undefined;
  /** The project for which instances of multi-installable charts are launched. */
  readonly project?: PlatformProject | undefined;
  /** Remembers what uploads leave behind. */
  readonly uploads?: UploadRecords | undefined;
  readonly pace?: Partial<PlatformPace> | undefined;
}

/** How long to wait and how often to ask; times in milliseconds. */
export interface PlatformPace {
  readonly healthDeadlineMs: number;
  readonly readDeadlineMs: number;
  /** The platform itself gives up after 15 s, but may be busy with other requests before. */
  readonly installDeadlineMs: number;
  readonly deleteDeadlineMs: number;
  /** For one chunk; the last one includes the platform's check of the chart. */
  readonly chunkDeadlineMs: number;
  /** Size of the first chunk; each chunk that is sent quickly makes the next one larger, up to the largest. */
  readonly chunkBytes: number;
  readonly longestChunkBytes: number;
  readonly quickChunkMs: number;
  /** The platform itself gives up after 180 s. */
  readonly importDeadlineMs: number;
  /** How often a safe request is tried, and how long to wait before the second attempt. */
  readonly tries: number;
  readonly retryMs: number;
  /** How long the list may fail: the platform sometimes answers with errors while it refreshes the list. */
  readonly listPatienceMs: number;
  /** How long a platform may be unavailable during an operation, e.g. while it is restarted. */
  readonly awayMs: number;
  /** Polls start at short intervals and slow down to the last one. */
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
