/** What the platform's EDK container sets; here the local platform is meant, never one that is really in use. */
const PLATFORM_VARIABLES = [
  'KAAPANA_BUILD_VERSION',
  'KAAPANA_BUILD_BRANCH',
  'KAAPANA_REPO_PATH',
  'LOCAL_REGISTRY_URL',
  'REGISTRY_URL',
  'KUBE_HELM_URL',
  'VOLUME_PATH',
  'WORKSPACE',
];

/**
 * The environment in which edk works with the local platform and with the tools that the set-up found.
 *
 * @param {Record<string, string>} tools
 * @param {NodeJS.ProcessEnv} [variables]
 */
export function edkEnvironment(tools, variables = process.env) {
  const kept = Object.entries(variables).filter(([name]) => !PLATFORM_VARIABLES.includes(name));
  return { ...Object.fromEntries(kept), ...tools };
}
