import { valid } from 'semver';

/** Helm takes the name as the name of a release and refuses longer ones. */
const longestChartName = 53;

/**
 * Why a chart cannot have this name; undefined when it can. The platform installs a chart as a release of its own name,
 * and Kubernetes names what it brings after it.
 */
export function chartNameProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longestChartName) return `it has ${name.length} characters, Helm takes at most ${longestChartName}`;
  if (/\s/u.test(name)) return 'it has a blank';
  if (/[A-Z]/u.test(name)) return 'it has upper-case letters, Kubernetes takes lower-case ones';
  if (name.includes('.')) return 'it has a dot, which names of Services may not have';
  if (name.includes('_')) return 'it has an underscore; use a dash';
  const other = /[^a-z0-9-]/u.exec(name);
  if (other !== null) return `"${other[0]}" is neither a letter from a to z, a digit nor a dash`;
  if (!/^[a-z]/u.test(name)) return 'it must start with a letter';
  return name.endsWith('-') ? 'it ends with a dash' : undefined;
}

/** Why a chart that another one depends on cannot have this name; undefined when it can. Source: Helm 3.19. */
export function dependencyNameProblem(name: string): string | undefined {
  if (name.length > 250) return `it has ${name.length} characters, Helm takes at most 250`;
  return /^[a-zA-Z0-9._-]+$/u.test(name) && !/^\.{1,2}$/u.test(name)
    ? undefined
    : 'Helm takes letters, digits, dots, underscores and dashes';
}

/** Why a chart cannot have this version; undefined when it can. */
export function chartVersionProblem(version: string): string | undefined {
  return valid(version) === null
    ? `the version "${version}" is no semantic version; write it like 1.2.3 or 1.2.3-rc.1`
    : undefined;
}

/** The platform takes an uploaded file for a chart of its own unless the name has dashes and a last word of some length. */
export function listsOddly(name: string): boolean {
  const words = name.split('-');
  return words.length < 2 || (words.at(-1) ?? '').length < 4;
}

interface PlacedResource {
  readonly namespace: unknown;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** The platform refuses charts that put something into its own namespace. Hooks it does not look at. */
export function isRefusedThere({ namespace, annotations }: PlacedResource, adminNamespace: string): boolean {
  return namespace === adminNamespace && !('helm.sh/hook' in annotations);
}
