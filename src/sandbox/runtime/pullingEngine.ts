import type { RegistryCredentials } from '../../core/docker/openBuildSession.ts';
import type { LocalPlatformOptions } from '../start/platformOptions.ts';
import type { ContainerEngine } from './containerEngine.ts';

interface PullingParts {
  readonly network: LocalPlatformOptions['network'];
  readonly credentials: (reference: string) => RegistryCredentials | undefined;
}

/** An engine that gets images as the platform's node does: with the credentials it was given, and offline from here only. */
export function pullingEngine(engine: ContainerEngine, { network, credentials }: PullingParts): ContainerEngine {
  return {
    ...engine,
    async pullImage(reference, signal) {
      const host = hostOf(reference);
      if (network === 'offline' && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) {
        throw new Error(`dial tcp: lookup ${host}: no such host (the platform is offline)`);
      }
      await engine.pullImage(reference, signal, credentials(reference));
    },
  };
}

/** As Docker reads it: the first part is a host when it looks like one. */
function hostOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'registry-1.docker.io';
}
