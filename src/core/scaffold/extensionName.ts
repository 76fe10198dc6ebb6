import { EdkError } from '../errors/edkError.ts';
import { formsOfName } from './nameForms.ts';
import { reservedNames } from './reservedNames.ts';
import { suggestNames } from './suggestNames.ts';

export type NameCheck =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: string; readonly suggestion: string | undefined };

/** Helm allows 53 characters for the release `<name>-workflow`; `dag-<name>` and its hook Jobs then keep below 63. */
export const longestName = 53 - '-workflow'.length;

/** Whether Kubernetes, Docker, Helm, Python and Airflow accept everything that is named after the extension. */
export function checkExtensionName(name: string): NameCheck {
  const reason = reasonAgainst(name);
  if (reason === undefined) return { valid: true };
  const suggestion = suggestNames(name, longestName).find((candidate) => reasonAgainst(candidate) === undefined);
  return { valid: false, reason, suggestion };
}

/** @throws EdkError `name.invalid` with the reason and, where there is one, a name that would do. */
export function requireExtensionName(name: string): void {
  const check = checkExtensionName(name);
  if (check.valid) return;
  throw new EdkError('name.invalid', `"${shorten(name)}" cannot be the name of an extension: ${check.reason}.`, {
    remedy: check.suggestion === undefined ? undefined : `Choose another name, for example "${check.suggestion}".`,
  });
}

type Rule = (name: string) => string | undefined;

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
  (name) =>
    name.length > longestName
      ? `it has ${name.length} characters; ${longestName} is the most, because Helm allows 53 for "<name>-workflow"`
      : undefined,
  (name) => (reservedNames.pythonKeywords.has(name) ? 'it is a keyword of Python' : undefined),
  (name) =>
    reservedNames.pythonPackages.has(formsOfName(name).snake)
      ? 'a Python package has that name already, so the operators could not be imported'
      : undefined,
  (name) => (reservedNames.baseImages.has(name) ? 'a base image of the platform has that name' : undefined),
  (name) => (name.startsWith('dag-') ? 'names of DAG images begin with "dag-"' : undefined),
];

function reasonAgainst(name: string): string | undefined {
  for (const rule of rules) {
    const reason = rule(name);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
