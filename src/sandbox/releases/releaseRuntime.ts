import type { HttpClient } from '../../core/http/httpClient.ts';
import type { FaultSwitch } from '../faults/faults.ts';
import type { HelmTool } from '../helm/helmTool.ts';
import type { LiveIngress } from '../ingress/ingressTable.ts';
import type { LocalPlatformOptions } from '../start/platformOptions.ts';
import type { Releases } from './releases.ts';
import type { StateFolder } from '../state/stateFolder.ts';

/** Where releases are kept and run: in this platform with containers of its own, or in a cluster. */
export interface ReleaseRuntime {
  readonly releases: Releases;
  readonly images: NodeImages;
  /** Those that the platform's own reverse proxy serves. */
  served(): readonly LiveIngress[];
  /** Nothing that it started on this machine runs on. */
  close(): Promise<void>;
}

/** What the platform is asked to do with images, beside running them. */
export interface NodeImages {
  /** Rejects with the words of whoever pulls. */
  pullImage(reference: string, signal: AbortSignal): Promise<void>;
  /** Takes the images of an archive as `docker save` writes it. */
  importImages(archive: string): Promise<void>;
}

export type OpenReleaseRuntime = (request: RuntimeRequest) => Promise<ReleaseRuntime>;

/** What the platform gives to its runtime. */
interface RuntimeRequest {
  readonly options: LocalPlatformOptions;
  readonly state: StateFolder;
  readonly helm: HelmTool;
  readonly http: HttpClient;
  readonly faults: FaultSwitch;
  /** Fires when the platform ends. */
  readonly closing: AbortSignal;
  readonly log: (line: string) => void;
  readonly reportDamage: (sentence: string) => void;
}
