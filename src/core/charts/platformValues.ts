import { z } from 'zod';
import { type Chart, launchedKeyword } from '../project/chart.ts';

interface PlatformValuesOptions {
  readonly buildVersion: string;
  /** Registry of the platform's own images. */
  readonly platformRegistry: string;
  readonly namespaces: { readonly admin: string; readonly services: string };
}

/** Global values by name. */
type GlobalValues = Readonly<Record<string, unknown>>;

/** Stands where a platform has a secret or a value of its own that no image reference depends on. */
const placeholder = 'placeholder';

/**
 * The values a platform adds when it installs an extension, so that the chart renders here as it does there. The names
 * were observed on a Kaapana 0.6 platform; what only a real platform knows has a placeholder.
 */
export function platformValues(
  chart: Pick<Chart, 'keywords' | 'values'>,
  facts: PlatformValuesOptions,
): { readonly global: Record<string, unknown>; readonly [name: string]: unknown } {
  const isLaunched = chart.keywords.includes(launchedKeyword);
  return {
    ...(isLaunched ? launchValues : {}),
    global: {
      ...parameterDefaults(chart),
      ...(chart.keywords.includes('kaapanamultiinstallable') ? instanceValues : {}),
      ...(isLaunched ? launchGlobals(facts) : {}),
      ...platformGlobals(facts),
    },
  };
}

/** What a platform hands to every chart; the local platform, too. */
export function platformGlobals({ buildVersion, platformRegistry, namespaces }: PlatformValuesOptions): GlobalValues {
  return {
    ...commonValues,
    admin_namespace: namespaces.admin,
    helm_namespace: namespaces.admin,
    services_namespace: namespaces.services,
    kaapana_build_version: buildVersion,
    registry_url: platformRegistry,
  };
}

const commonValues = {
  base_namespace: 'base',
  extensions_namespace: 'extensions',
  credentials_grafana_password: placeholder,
  credentials_grafana_username: placeholder,
  credentials_keycloak_admin_password: placeholder,
  credentials_keycloak_admin_username: placeholder,
  credentials_minio_password: placeholder,
  credentials_minio_username: placeholder,
  credentials_registry_password: placeholder,
  credentials_registry_username: placeholder,
  default_admin_limits_mem: '50Mi',
  default_admin_requests_mem: '50Mi',
  deployment_timestamp: '0',
  dev_mode: false,
  dicom_port: '11112',
  email_address_sender: '',
  fast_data_dir: '/home/kaapana',
  gpu_support: false,
  home_dir: '/home/kaapana',
  hostname: 'kaapana.invalid',
  http_port: '80',
  http_proxy: '',
  https_port: '443',
  https_proxy: '',
  include_reverse_proxy: false,
  instance_name: '',
  instance_uid: '',
  internalCidrs: ['10.0.0.0/8'],
  kaapana_init_password: placeholder,
  main_node_name: 'node',
  mount_points_to_monitor: '/',
  offline_mode: false,
  oidc_client_secret: placeholder,
  platform_build_branch: 'develop',
  prefetch_extensions: false,
  pull_policy_images: 'IfNotPresent',
  pull_policy_jobs: 'IfNotPresent',
  pull_policy_pods: 'IfNotPresent',
  release_name: 'kaapana-admin-chart',
  replica_count: '1',
  slow_data_dir: '/home/kaapana',
  smtp_host: '',
  smtp_password: '',
  smtp_port: '0',
  smtp_username: '',
  storage_class_fast: 'fast',
  storage_class_slow: 'slow',
  storage_class_workflow: 'fast',
  storage_node: '',
  volume_slow_data: '100Gi',
} as const;

/** What a platform adds for charts that are installed once per launch. */
const instanceValues = { project_id: '00000000-0000-0000-0000-000000000000', project_name: placeholder } as const;

/** What an operator sets beside `global` when it launches a chart for a run. */
const launchValues = {
  mount_path: placeholder,
  workflow_dir: placeholder,
  batch_name: 'batch',
  operator_in_dir: placeholder,
  operator_out_dir: placeholder,
  batches_input_dir: placeholder,
  annotator: placeholder,
} as const;

/** The same below `global`; a development server gets the later ones. */
function launchGlobals({ buildVersion, platformRegistry, namespaces }: PlatformValuesOptions): GlobalValues {
  return {
    ...instanceValues,
    namespace: namespaces.services,
    project_namespace: namespaces.services,
    display_name: '-',
    dynamicVolumes: [{ name: 'workflow-data', mount_path: '/kaapana/mounted/data' }],
    complete_image: `${platformRegistry}/${placeholder}:${buildVersion}`,
    ingress_path: `/${placeholder}`,
    envVars: [],
    envVarsFromSecretRef: [],
    labels: [],
    workflow_configmap_name: placeholder,
  };
}

const simple = z.union([z.string(), z.number(), z.boolean()]);
const parametersSchema = z.record(
  z.string(),
  z.looseObject({ type: z.string().optional(), default: z.union([simple, z.array(simple)]).nullish() }).catch({}),
);
const ownValueSchema = z.union([z.string().min(1), z.array(z.unknown()).min(1)]);

/**
 * The parameters of an extension with their defaults, as a client of the platform has to send them: the platform fills
 * in none. Lists are joined by commas; a text or list of the same name in the chart's own global values wins.
 */
export function parameterDefaults({ values }: Pick<Chart, 'values'>): Record<string, string | number | boolean> {
  const parameters = parametersSchema.safeParse(values['extension_params'] ?? {}).data ?? {};
  const own = z.record(z.string(), z.unknown()).safeParse(values['global']).data ?? {};
  const inputs = Object.entries(parameters).filter(
    ([key, { type }]) => type !== 'doc' && type !== 'group_name' && !ownValueSchema.safeParse(own[key]).success,
  );
  return Object.fromEntries(
    inputs.map(([key, { default: value }]) => [key, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
}
