/** Name and version of a chart file, split at the last hyphen as the platform does; undefined when it has none. */
export function splitChartFileName(file: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^(.+)-([^-]+)\.tgz$/.exec(file);
  const [, name, version] = match ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/**
 * Whether a name from a request may become part of a path. The real backend takes any; a name that leads out of its
 * folder or that a shell would read is answered here with the error that a failing command gives there.
 */
export function isSafeName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}._+@-]*$/u.test(name) && name.length <= 255;
}
