import type { LocalPlatformOptions } from '../start/platformOptions.ts';

/**
 * The global values that the platform hands to every chart, by the names recorded from a real one. No credentials and
 * no proxy: nothing here needs them. `platform_api_url` is ours: pods reach the local platform by it.
 */
export function platformGlobals(options: LocalPlatformOptions, platformUrl: string): Record<string, unknown> {
  const { admin, services } = options.namespaces;
  return {
    admin_namespace: admin,
    base_namespace: 'base',
    default_admin_limits_mem: '50Mi',
    default_admin_requests_mem: '50Mi',
    dev_mode: false,
    dicom_port: '11112',
    extensions_namespace: 'extensions',
    fast_data_dir: '/home/kaapana',
    gpu_support: false,
    helm_namespace: admin,
    home_dir: '/home/kaapana',
    hostname: 'localhost',
    http_port: '80',
    http_proxy: '',
    https_port: '443',
    https_proxy: '',
    include_reverse_proxy: false,
    instance_name: '',
    instance_uid: '',
    kaapana_build_version: options.buildVersion,
    offline_mode: options.network === 'offline',
    platform_api_url: platformUrl,
    prefetch_extensions: false,
    pull_policy_images: 'IfNotPresent',
    pull_policy_jobs: 'IfNotPresent',
    pull_policy_pods: 'IfNotPresent',
    registry_url: options.platformRegistry ?? options.registry.pull,
    replica_count: '1',
    services_namespace: services,
    slow_data_dir: '/home/kaapana',
    storage_class_fast: 'kaapana-hostpath-fast-data-dir',
    storage_class_slow: 'kaapana-hostpath-slow-data-dir',
    storage_class_workflow: 'kaapana-hostpath-fast-data-dir',
    ...options.globalValues,
  };
}
