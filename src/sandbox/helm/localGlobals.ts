import { platformGlobals } from '../../core/charts/platformValues.ts';
import type { LocalPlatformOptions } from '../start/platformOptions.ts';

/**
 * The global values that the local platform hands to every chart: the platform's, with what is true of this one.
 * `platform_api_url` is ours: pods reach the local platform by it.
 */
export function localGlobals(options: LocalPlatformOptions, platformUrl: string): Record<string, unknown> {
  const { buildVersion, namespaces, registry, network, globalValues } = options;
  const platformRegistry = options.platformRegistry ?? registry.pull;
  return {
    ...platformGlobals({ buildVersion, platformRegistry, namespaces }),
    hostname: 'localhost',
    offline_mode: network === 'offline',
    platform_api_url: platformUrl,
    ...globalValues,
  };
}
