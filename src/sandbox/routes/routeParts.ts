import type { ChartStore } from '../charts/chartStore.ts';
import type { HelmTool } from '../helm/helmTool.ts';
import type { ExtensionList } from '../list/extensionList.ts';
import type { LocalPlatformOptions } from '../platformOptions.ts';
import type { Releases } from '../releases/releases.ts';
import type { ContainerEngine } from '../runtime/containerEngine.ts';
import type { StateFolder } from '../stateFolder.ts';

/** What the routes work with. */
export interface RouteParts {
  readonly options: LocalPlatformOptions;
  readonly state: StateFolder;
  readonly helm: HelmTool;
  readonly engine: ContainerEngine;
  readonly charts: ChartStore;
  readonly releases: Releases;
  readonly list: ExtensionList;
  readonly platformGlobals: Readonly<Record<string, unknown>>;
  readonly log: (line: string) => void;
}
