/** How the address of a proxy should look. */
export const proxyExample = 'for example http://proxy.example.org:3128';

/** What is wrong with the address of a proxy; undefined for nothing. It may carry a password and is not told. */
export function proxyFault(address: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return 'does not start with http:// or https://';
  if (!URL.canParse(address)) return 'is not an address';
  return /^https?:$/.test(new URL(address).protocol) ? undefined : 'is neither http:// nor https://';
}
