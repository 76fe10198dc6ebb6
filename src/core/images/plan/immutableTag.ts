/** From the hash of an image. The letter keeps it a valid prerelease: a part of digits only must not start with 0 there. */
export function immutableTag(buildVersion: string, hash: string): string {
  return `${buildVersion}-c${hash.slice(0, 12)}`;
}

export function isImmutableTag(tag: string): boolean {
  return /-c[0-9a-f]{12}$/.test(tag);
}
