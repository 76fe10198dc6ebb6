import type { Rule } from '../rule.ts';
import { rules } from '../rules.ts';
import { suppressionRules } from '../suppressions.ts';
import { symptoms } from './symptoms.ts';

type RuleText = Pick<Rule, 'id' | 'severity' | 'title' | 'why' | 'remedy'>;

const groups = {
  image: 'Images',
  chart: 'Chart',
  project: 'Project',
  dag: 'DAGs',
  operator: 'Operators',
  reference: 'Image references',
  ignore: 'Suppressions',
} as const;

const needs = {
  files: '',
  dependencies: '',
  rendered: ' Asked of the chart as Helm renders it.',
  registry: ' Asked with the registry at hand (`edk check --online`).',
  platform: ' Asked with the platform at hand (`edk check --online`).',
  references: ' Asked with the registries at hand (`edk check --online` or `--references`).',
  python: '',
} as const;

const head = `# Rules of \`edk check\`

<!-- Made of the rules by "npm run rules". -->

\`edk check\`, the editor and every deployment ask these rules. An error stops a deployment before anything is built. A
finding is suppressed, with its reason, by a comment in its line or the one above:

\`\`\`dockerfile
# edk-ignore image/patient-data: phantom images, made to be published
COPY phantom.nii.gz /data/
\`\`\`

or for several files in \`edk.yaml\`, with patterns like those of .dockerignore:

\`\`\`yaml
checks:
  ignore:
    - rule: image/patient-data
      reason: phantom images, made to be published
      files: processing-containers/phantom
\`\`\`
`;

/** The page of all rules, in Markdown. */
export function rulesPage(): string {
  const all: readonly RuleText[] = [...rules, ...Object.values(suppressionRules)];
  const sections = Object.entries(groups).map(([group, title]) => {
    const members = all.filter(({ id }) => id.startsWith(`${group}/`));
    return [`## ${title}`, ...members.map(describe)].join('\n\n');
  });
  return `${[head.trimEnd(), symptomTable(), ...sections].join('\n\n')}\n`;
}

/** Where a rule stands in the page: a line that counts from 1. */
export function rulesPageLines(): ReadonlyMap<string, number> {
  return new Map(
    rulesPage()
      .split('\n')
      .flatMap((line, index) => (line.startsWith('### ') ? [[line.slice(4), index + 1] as const] : [])),
  );
}

function describe(rule: RuleText): string {
  const asked = rules.find(({ id }) => id === rule.id)?.needs ?? 'files';
  const severity = { error: 'Error', warning: 'Warning', hint: 'Hint' }[rule.severity];
  return [
    `### ${rule.id}`,
    `${severity}: ${lowerFirst(rule.title)}.${needs[asked]}`,
    `**Why:** ${rule.why}`,
    `**What to do:** ${rule.remedy}`,
  ].join('\n\n');
}

function symptomTable(): string {
  const rows = symptoms.map(({ symptom, cause, caughtBy }) => `| ${symptom} | ${cause} | ${caughtBy.join(', ')} |`);
  return [
    '## From a symptom to its rule',
    ['| what is seen | why | what finds it |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

/** Names and abbreviations at the beginning stay as they are. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]|^A /u.test(text) && !/^(?:Helm|Docker|Kubernetes|Airflow|Nobody)/u.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
