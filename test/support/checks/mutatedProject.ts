import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CheckFacts } from '../../../src/core/checks/facts.ts';
import { runChecks } from '../../../src/core/checks/runChecks.ts';
import { isMap } from '../../../src/core/yaml/loadYaml.ts';
import { checkSettings, projectFrom } from './projectFrom.ts';
import { renderedFrom } from './renderedFrom.ts';
import { sampleProject } from './sampleProject.ts';

const template = 'extension/liver-workflow/templates/deployment.yaml';

/** The sample project with more of what rules look at: a form, parameters, a template, settings, other Dockerfiles. */
const richProject: Readonly<Record<string, string>> = {
  ...sampleProject,
  'edk.yaml':
    'buildVersion: 0.6.0\nchecks:\n  ignore:\n    - { rule: image/patient-data, reason: phantom, files: data }\n',
  'extension/docker/files/dag_liver.py': sampleProject['extension/docker/files/dag_liver.py'].replace(
    'default_args={"ui_visible": True}',
    [
      'default_args={"ui_visible": True, "ui_forms": {"workflow_form": {"type": "object", "properties": {',
      '    "size": {"title": "Size", "type": "integer", "default": 3, "enum": [1, 2, 3], "required": True},',
      '    "names": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "default": ["a"]},',
      '}}}}',
    ].join('\n'),
  ),
  'extension/liver-workflow/values.yaml': `${sampleProject['extension/liver-workflow/values.yaml']}${[
    'extension_params:',
    '  greeting: { type: string, default: Hello, definition: Greeting }',
    '  colour:',
    '    type: list_single',
    '    default: blue',
    '    value: [blue, green]',
    '    definition: Colour',
    '  about: &about { type: doc, title: About, html: "<p>Text</p>" }',
    '  again: *about',
    '',
  ].join('\n')}`,
  'extension/liver-workflow/requirements.yaml': 'dependencies: []\n',
  [template]: [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: {{ .Release.Name }}',
    '  namespace: {{ .Values.global.services_namespace }}',
    'spec:',
    '  template:',
    '    metadata: { labels: { app.kubernetes.io/name: liver } }',
    '    spec:',
    '      containers:',
    '        - { name: main, image: "localhost:32000/liver:0.6.0", env: [{ name: A, value: "{{ .Values.global.greeting }}" }] }',
    '',
  ].join('\n'),
  'base/Dockerfile':
    'ARG B=debian:12-slim\nFROM ${B} AS a\nRUN apt-get update \\\n && apt-get install -y curl\nCOPY --from=a /x /y\nRUN pip install numpy==1\nLABEL IMAGE=base-liver REGISTRY=local-only\n',
  'processing-containers/liver/files/requirements.txt': 'numpy==1.0\nscipy\n',
  'processing-containers/liver/processing-container.json': '{ "name": "liver", "templates": [] }\n',
};
const paths = Object.keys(richProject).sort();

/** What breaks parsers: halves of syntax, odd blanks and letters, numbers beyond every range, other encodings. */
const pieces = [
  ...['', ' ', '\t', '\n', '\r', '\r\n', '\0', '\uFEFF', '\u2028', '\uD800', 'é', '🩻', '\u202E', '\u00A0'],
  ...['{', '}', '{{', '}}', '[', ']', '(', ')', '"', "'", '"""', '`', '\\', '\\\n', '$', '${', '${A:-${B}', '#', '//'],
  ...[
    ':',
    ': ',
    '- ',
    '-',
    '---\n',
    '...\n',
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '!!js/function ',
    '|\n',
    '>\n',
    '? ',
    ',',
  ],
  ...['null', '~', 'true', '.nan', '.inf', '-0', '1e999', '0x', '99999999999999999999', '__proto__', 'constructor'],
  ...[
    'FROM ',
    'COPY . .',
    'COPY --from=x ',
    'RUN <<EOF\n',
    'ARG X',
    'LABEL ',
    'LABEL IMAGE',
    'CMD []',
    'ENV A=',
    'ONBUILD ',
  ],
  ...[
    'def ',
    'class ',
    'lambda: ',
    'import ',
    'from . import *',
    'f"{',
    '=',
    '==',
    '>>',
    '*',
    '**',
    '@',
    'async ',
    'None',
  ],
  ...[
    'image=',
    'dag_id=',
    'env_vars={',
    'ui_forms',
    '# edk-ignore ',
    '# edk-ignore image/label-missing: x',
    '{{- if ',
    '{{ end }}',
  ],
  ...['kind: List\n', 'items:\n', 'metadata:', 'dependencies:', 'extension_params:', 'global:', 'keywords:'],
  ...['[' + '['.repeat(300), '('.repeat(300), '{'.repeat(300), '- '.repeat(300), 'a: '.repeat(300), 'x'.repeat(5000)],
];

/** As a share of the text. */
const position = fc.nat(999).map((thousandths) => thousandths / 1000);
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...pieces) },
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
);
const edit = fc.oneof(
  fc.record({ kind: fc.constant('replace'), at: position, length: fc.nat(40), piece }),
  fc.record({ kind: fc.constant('cut'), at: position }),
  fc.record({ kind: fc.constant('double'), at: position, length: fc.nat(400) }),
  fc.record({ kind: fc.constant('swap'), with: fc.constantFrom(...paths) }),
);
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;

/** Changes of the rich project, as data: which file, and what happens to it. */
export const mutations = fc.array(
  fc.record({
    path: fc.constantFrom(...paths),
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    isGone: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

type Mutations = typeof mutations extends fc.Arbitrary<infer All> ? All : never;

/** Files that were not changed are parsed once for all projects. */
const unchangedSources = projectFrom(richProject).then(
  ({ texts }) => new Map([...texts.values()].map((source) => [`${source.path}\0${source.text}`, source])),
);

/** All facts about a project after its changes; what is rendered is what stands in the template, where that is YAML. */
async function mutatedFacts(changes: Mutations): Promise<CheckFacts> {
  const files: Record<string, string | undefined> = { ...richProject };
  for (const { path, edits, isGone } of changes) {
    const text = edits.reduce(apply, files[path] ?? '');
    files[path] = isGone && edits.length === 1 ? undefined : text;
  }
  const project = await projectFrom(files, { memory: new Map(await unchangedSources) });
  return {
    project,
    settings: checkSettings,
    rendered: render(files[template] ?? ''),
    registry: { repositories: ['base-python-cpu'] },
    platform: { extensions: [{ name: 'liver-workflow', title: 'Liver', installed: true, links: ['/liver'] }] },
    references: [],
  };
}

function apply(text: string, change: Edit): string {
  switch (change.kind) {
    case 'replace': {
      const start = Math.floor(change.at * text.length);
      return text.slice(0, start) + change.piece + text.slice(start + change.length);
    }
    case 'cut':
      return text.slice(0, Math.floor(change.at * text.length));
    case 'double': {
      const start = Math.floor(change.at * text.length);
      return text.slice(0, start + change.length) + text.slice(start);
    }
    case 'swap':
      return richProject[change.with] ?? '';
  }
}

function render(text: string): CheckFacts['rendered'] {
  try {
    const { manifests } = renderedFrom(template, text.replaceAll(/\{\{[^}]*\}\}/gu, 'x'));
    return { manifests: manifests.filter(({ content }) => isMap(content)) };
  } catch {
    // What Helm would refuse is never rendered.
    return undefined;
  }
}

/** Longer than any rule takes on a busy machine, in milliseconds. */
const tooLong = 10_000;

/** Asks every rule; fails when one throws, or when all together take so long that somebody would think that they hang. */
export async function checkMutated(changes: Mutations): Promise<void> {
  const started = performance.now();
  runChecks(await mutatedFacts(changes));
  assert.ok(performance.now() - started < tooLong, `${Math.round(performance.now() - started)} ms`);
}
