import { EdkError } from '../errors/edkError.ts';
import { formsOfName } from './nameForms.ts';
import { reservedNames } from './reservedNames.ts';
import { suggestNames } from './suggestNames.ts';
import type { TemplateManifest } from './templateManifest.ts';

export type NameCheck =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: string; readonly suggestion: string | undefined };

type ExtensionKind = TemplateManifest['kind'];

/** What Helm allows for the name of a release, and what a release of such an extension is called. */
const longestRelease = 53;
const releaseNames: Readonly<Record<ExtensionKind, { readonly added: number; readonly words: string }>> = {
  // `dag-<name>` and its hook Jobs then keep below 63, too.
  workflow: { added: '-workflow'.length, words: '"<name>-workflow"' },
  // Whether it will be launched more than once is not known for ever.
  application: { added: '-chart-'.length + 20, words: '"<name>-chart-" and the 20 characters of a launch' },
};

export const longestName = (kind: ExtensionKind): number => longestRelease - releaseNames[kind].added;

/** Whether Kubernetes, Docker, Helm, Python and Airflow accept everything that is named after the extension. */
export function checkExtensionName(name: string, kind: ExtensionKind): NameCheck {
  const reason = reasonAgainst(name, kind);
  if (reason === undefined) return { valid: true };
  const suggestion = suggestNames(name, longestName(kind)).find(
    (candidate) => reasonAgainst(candidate, kind) === undefined,
  );
  return { valid: false, reason, suggestion };
}

/** @throws EdkError `name.invalid` with the reason and, where there is one, a name that would do. */
export function requireExtensionName(name: string, kind: ExtensionKind): void {
  const check = checkExtensionName(name, kind);
  if (check.valid) return;
  throw new EdkError('name.invalid', `"${shorten(name)}" cannot be the name of an extension: ${check.reason}.`, {
    remedy: check.suggestion === undefined ? undefined : `Choose another name, for example "${check.suggestion}".`,
  });
}

type Rule = (name: string, kind: ExtensionKind) => string | undefined;

const rules: readonly Rule[] = [
  (name) => (name === '' ? 'it is empty' : undefined),
  (name) => (/\s/u.test(name) ? 'it has a blank; image names and Kubernetes take none' : undefined),
  (name) => (/[A-Z]/.test(name) ? 'it has upper-case letters; image names and Kubernetes take none' : undefined),
  (name) => {
    const foreign = /[^a-z0-9-]/u.exec(name)?.[0];
    return foreign === undefined ? undefined : `"${foreign}" is none of a-z, 0-9 and dash, all that Kubernetes takes`;
  },
  (name) => (/^-|-$/.test(name) ? 'it begins or ends with a dash, which Kubernetes refuses' : undefined),
  (name) => (name.includes('--') ? 'it has two dashes in a row, so its words cannot be told apart' : undefined),
  (name) => (/^[0-9]/.test(name) ? 'it begins with a digit, which Python refuses in names of modules' : undefined),
  (name, kind) =>
    name.length > longestName(kind)
      ? `it has ${name.length} characters; ${longestName(kind)} is the most, because Helm allows ${longestRelease} for ` +
        releaseNames[kind].words
      : undefined,
  (name) => (reservedNames.pythonKeywords.has(name) ? 'it is a keyword of Python' : undefined),
  (name) =>
    reservedNames.pythonPackages.has(formsOfName(name).snake)
      ? 'a Python package has that name already, so the operators could not be imported'
      : undefined,
  (name) => (reservedNames.baseImages.has(name) ? 'a base image of the platform has that name' : undefined),
  (name) => (name.startsWith('dag-') ? 'names of DAG images begin with "dag-"' : undefined),
];

function reasonAgainst(name: string, kind: ExtensionKind): string | undefined {
  for (const rule of rules) {
    const reason = rule(name, kind);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
