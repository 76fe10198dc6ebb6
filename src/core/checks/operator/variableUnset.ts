import { environmentReads } from '../../project/python/environmentReads.ts';
import { environmentSettings } from '../../project/python/environmentSettings.ts';
import { valueAt } from '../../project/python/pythonValue.ts';
import { dagsOf } from '../dag/dagsOf.ts';
import type { Rule } from '../rule.ts';
import type { ProjectImage, Project } from '../../project/project.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** What the platform, the base images and the system set for every operator's container. */
const always = new Set([
  ...[
    'WORKFLOW_DIR',
    'BATCH_NAME',
    'OPERATOR_IN_DIR',
    'OPERATOR_OUT_DIR',
    'BATCHES_INPUT_DIR',
    'OPERATOR_IMAGE_LIST_INPUT_DIR',
  ],
  ...['RUN_ID', 'DAG_ID', 'TASK_ID', 'WORKFLOW_NAME', 'INSTANCE_NAME', 'SERVICES_NAMESPACE', 'ADMIN_NAMESPACE'],
  ...['PATH', 'HOME', 'USER', 'LANG', 'HOSTNAME', 'PWD', 'TMPDIR', 'TZ', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES'],
]);
/** Files that say nothing like it need not be parsed, which is what costs the time. */
const mayRead = /\bgetenv\b|\benviron\s*[.[\\]/u;
const alwaysLike = /^(?:KAAPANA_|PYTHON|KUBERNETES_|NVIDIA_|PIP_|OPERATOR_IN_)|_PROXY$/iu;

export const variableUnset: Rule = {
  id: 'operator/variable-unset',
  needs: 'files',
  severity: 'warning',
  title: 'A container reads an environment variable that nobody sets',
  why: 'The script stops at this line, when the workflow runs and its images are built and pulled.',
  remedy:
    "Add a property to the form of the DAG (it arrives in capitals), give it in the operator's env_vars, set it with ENV in the Dockerfile, or read it with a default.",
  *check(project) {
    if (project.dagFiles.size === 0) return;
    const settings = [...project.dagFiles.values()].map((source) => environmentSettings(pythonOf(source)));
    const forms = formVariables(project);
    // What only a run knows may be any variable.
    if (forms === undefined || settings.some(({ complete }) => !complete)) return;
    const given = settings.flatMap(({ entries }) =>
      entries.flatMap(({ key }) => (key.kind === 'text' ? key.text : [])),
    );
    const known = new Set([...always, ...forms, ...given]);
    for (const image of project.images) {
      if (image.role !== 'processing') continue;
      const inDockerfile = variablesOf(image);
      for (const source of filesOf(project, image)) {
        if (!mayRead.test(source.text)) continue;
        for (const { name, optional, from, to } of environmentReads(pythonOf(source))) {
          if (optional || known.has(name) || inDockerfile.has(name) || alwaysLike.test(name)) continue;
          yield { message: `Nobody sets ${name} for this container.`, range: source.rangeOf(from, to) };
        }
      }
    }
  },
};

/** The properties of all forms as environment variables; undefined when not all are known. */
function formVariables(project: Project): string[] | undefined {
  const names: string[] = [];
  for (const { dag } of dagsOf(project)) {
    if (dag.otherForms) return undefined;
    for (const { value } of dag.forms?.entries ?? []) {
      const properties = value.kind === 'dict' ? valueAt(value, 'properties') : undefined;
      if (
        value.kind === 'unknown' ||
        (properties !== undefined && (properties.kind !== 'dict' || !properties.complete))
      ) {
        return undefined;
      }
      for (const { key } of properties?.entries ?? []) if (key.kind === 'text') names.push(key.text.toUpperCase());
    }
  }
  return names;
}

/** What ENV and ARG of a Dockerfile set. */
function variablesOf({ file }: ProjectImage): Set<string> {
  const { dockerfile } = file;
  const properties = [
    ...dockerfile.getENVs().flatMap((env) => env.getProperties()),
    ...dockerfile.getARGs().map((arg) => arg.getProperty()),
  ];
  return new Set(properties.flatMap((property) => property?.getName() ?? []));
}

/** The Python files that lie in an image's context, without its tests. */
function filesOf({ texts, images }: Project, { contextPath: context }: ProjectImage): SourceFile[] {
  const inner = images
    .map((image) => image.contextPath)
    .filter((other) => other !== context && isBelow(other, context));
  return [...texts.values()].filter(
    ({ path }) =>
      path.endsWith('.py') &&
      isBelow(path, context) &&
      !inner.some((other) => isBelow(path, other)) &&
      !/(?:^|\/)(?:tests?|conftest\.py|test_[^/]*)(?:\/|$)/u.test(path),
  );
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
