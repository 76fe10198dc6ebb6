import { valid } from 'semver';
import type { SourcePlace } from '../errors/edkError.ts';

/** What a chart's folder says, wherever it lies. */
export interface Chart {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly apiVersion: 'v1' | 'v2';
  readonly keywords: readonly string[];
  /** annotations["ui-visible-name"], else the name. */
  readonly title: string;
  readonly dependencies: readonly ChartDependency[];
  /** Parsed values.yaml; empty when there is none. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ChartDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string | undefined;
  readonly place: SourcePlace;
}

/** Helm takes the name as the name of a release and refuses longer ones. */
const longestChartName = 53;

/**
 * Why a chart cannot have this name; undefined when it can. The platform installs a chart as a release of its own name,
 * and Kubernetes names what it brings after it.
 */
export function chartNameProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longestChartName)
    return `it has ${name.length} characters; Helm allows at most ${longestChartName}`;
  if (/\s/u.test(name)) return 'it contains spaces';
  if (/[A-Z]/u.test(name)) return 'it contains upper-case letters; Kubernetes allows lower case only';
  if (name.includes('.')) return 'it contains a dot, which Service names cannot have';
  if (name.includes('_')) return 'it contains an underscore; use a dash';
  const other = /[^a-z0-9-]/u.exec(name);
  if (other !== null) return `"${other[0]}" is not a lower-case letter, digit or dash`;
  if (!/^[a-z]/u.test(name)) return 'it must start with a letter';
  return name.endsWith('-') ? 'it ends with a dash' : undefined;
}

/** Why a chart that another one depends on cannot have this name; undefined when it can. Source: Helm 3.19. */
export function dependencyNameProblem(name: string): string | undefined {
  if (name.length > 250) return `it has ${name.length} characters; Helm allows at most 250`;
  return /^[a-zA-Z0-9._-]+$/u.test(name) && !/^\.{1,2}$/u.test(name)
    ? undefined
    : 'Helm allows only letters, digits, dots, underscores and dashes';
}

/** Why a chart cannot have this version; undefined when it can. */
export function chartVersionProblem(version: string): string | undefined {
  return valid(version) === null
    ? `the version "${version}" is not a semantic version; write it like 1.2.3 or 1.2.3-rc.1`
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

/** The platform lists only charts with one of these keywords; it says what kind of extension a chart is. */
export const kindKeywords = ['kaapanaworkflow', 'kaapanaapplication', 'kaapanaplatform'] as const;

/** Of charts that an operator of a workflow installs for each of its runs. */
export const launchedKeyword = 'kaapanaint';

/** Of workflows of the workflow API, which has a page of its own. */
export const workflowApiKeywords: readonly string[] = ['kaapanaworkflow-v2', 'kaapanaworkflowv2'];

export function hasKind(keywords: readonly string[]): boolean {
  return kindKeywords.some((kind) => keywords.includes(kind));
}

/** Where people find what the chart brings, when that is not the page Extensions; undefined when it is. */
export function whereInsteadOfExtensions(keywords: readonly string[]): string | undefined {
  if (keywords.some((keyword) => workflowApiKeywords.includes(keyword))) {
    return 'once installed, its workflow is listed in the workflow API';
  }
  return keywords.includes(launchedKeyword)
    ? "a workflow operator installs it for each run, in the platform's version, and a running instance is listed under active applications"
    : undefined;
}
