/** An address as it may be shown and kept: without a user and password in it; anything else as it is. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z+]*:\/\/)[^/@]*@/i, '$1');
}
