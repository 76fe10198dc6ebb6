import { rm } from 'node:fs/promises';
import { makePrivateFolder } from '../../core/files/writeFiles.ts';
import { slowEngine } from '../faults/faults.ts';
import type { OpenReleaseRuntime } from './releaseRuntime.ts';
import type { ContainerEngine } from '../runtime/containerEngine.ts';
import { pullingEngine, pullCredentials } from './pullingEngine.ts';
import type { StateFolder } from '../state/stateFolder.ts';
import { paceOf } from '../start/platformOptions.ts';
import type { Release } from './release.ts';
import { createReleaseFiles } from './releaseFiles.ts';
import { openReleases } from './releases.ts';

/** The platform runs what Helm renders itself, with a container engine. */
export function openEmbeddedRuntime(createEngine: (state: StateFolder) => ContainerEngine): OpenReleaseRuntime {
  return async ({ options, state, helm, http, faults, closing, log, reportDamage }) => {
    const pace = paceOf(options);
    let installed = (): Release[] => [];
    const node = pullingEngine(createEngine(state), {
      network: options.network,
      credentials: (reference) => pullCredentials(installed(), reference),
    });
    const engine = slowEngine(node, faults, closing);
    await engine.prepare();
    await rm(state.pods, { recursive: true, force: true });
    await rm(state.trash, { recursive: true, force: true });
    for (const folder of [state.pods, state.trash]) await makePrivateFolder(folder);
    const releases = await openReleases({
      files: createReleaseFiles({ folder: state.releases, log, reportDamage }),
      state,
      helm,
      namespace: options.namespaces.admin,
      tools: {
        engine,
        backOff: pace.backOff,
        http,
        hookSeconds: pace.hookSeconds,
        faults,
        log,
      },
    });
    installed = () => releases.all();
    return {
      releases,
      images: engine,
      served: () => releases.served(),
      async close() {
        await releases.close();
        await engine.removeAll();
        await rm(state.pods, { recursive: true, force: true });
      },
    };
  };
}
