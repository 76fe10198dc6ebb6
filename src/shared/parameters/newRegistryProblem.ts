import { problem, type Problem } from './problem.ts';

/** The rules of the platform's own extension "New Registry", which it checks only when it is too late. */
export function newRegistryProblem(key: string, text: string): Problem | undefined {
  switch (key) {
    case 'custom_registry_name':
      return /^[\w.-]{1,20}$/.test(text) ? undefined : problem('badRegistryName');
    case 'custom_registry_url':
      return /^[a-z]+:\/\/[^/]+/.test(text) ? undefined : problem('noProtocol');
    case 'test_pull_image':
      return text.includes('://') ? problem('protocolInImage') : undefined;
    default:
      return undefined;
  }
}
