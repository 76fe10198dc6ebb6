import type { HttpClient } from '../../core/http/httpClient.ts';
import type { ChartStore } from '../charts/chartStore.ts';
import type { FaultSwitch } from '../faults/faults.ts';
import type { HelmTool } from '../helm/helmTool.ts';
import type { ExtensionList } from '../list/extensionList.ts';
import type { NodeImages, ReleaseRuntime } from '../releases/releaseRuntime.ts';
import type { Releases } from '../releases/releases.ts';
import type { LocalPlatformOptions } from '../start/platformOptions.ts';
import type { Quirks } from '../start/quirks.ts';
import type { StateFolder } from '../state/stateFolder.ts';

/** What the routes work with. */
export interface RouteParts {
  readonly options: LocalPlatformOptions;
  readonly quirks: Quirks;
  readonly state: StateFolder;
  readonly helm: HelmTool;
  readonly runtime: ReleaseRuntime;
  readonly images: NodeImages;
  readonly http: HttpClient;
  readonly charts: ChartStore;
  readonly releases: Releases;
  /** Host names under which applications answer; more may be added. */
  readonly applicationHosts: Set<string>;
  readonly faults: FaultSwitch;
  readonly list: ExtensionList;
  readonly chunkSession: ChunkSession;
  readonly platformGlobals: Readonly<Record<string, unknown>>;
  /** Fires when the platform ends. */
  readonly closing: AbortController;
  readonly log: (line: string) => void;
}

/** The upload by /file_chunks that is under way: there is one for the whole platform. */
interface ChunkUpload {
  readonly file: string;
  readonly endIndex: number;
  index: number;
}

interface ChunkSession {
  current(): ChunkUpload | undefined;
  /** Takes the place of the one before, finished or not. */
  begin(upload: ChunkUpload): void;
}

export function createChunkSession(): ChunkSession {
  let upload: ChunkUpload | undefined;
  return {
    current: () => upload,
    begin: (next) => {
      upload = next;
    },
  };
}
