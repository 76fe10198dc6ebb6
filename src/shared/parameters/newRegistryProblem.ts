/** The rules of the platform's own extension "New Registry", which it checks only when it is too late. */
export function newRegistryProblem(key: string, text: string): string | undefined {
  switch (key) {
    case 'custom_registry_name':
      return /^[\w.-]{1,20}$/.test(text)
        ? undefined
        : 'The name has at most 20 letters, digits, dots, dashes and underscores.';
    case 'custom_registry_url':
      return /^[a-z]+:\/\/[^/]+/.test(text) ? undefined : 'Begin with the protocol, for example https://.';
    case 'test_pull_image':
      return text.includes('://') ? 'Name the image without a protocol, or give "-" to skip the test.' : undefined;
    default:
      return undefined;
  }
}
