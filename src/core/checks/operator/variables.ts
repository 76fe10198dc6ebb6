import { isBelow } from '../../project/projectFiles.ts';
import type { Project, ProjectImage } from '../../project/project.ts';
import { environmentReads, environmentSettings, environmentWrites } from '../../project/python/environment.ts';
import { findImageArguments, operatorClasses } from '../../project/python/findImageArguments.ts';
import { type PythonDict, valueAt } from '../../project/python/pythonValue.ts';
import { dagOf, pythonOf } from '../../project/python/readDag.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { dagsOf, filesInAirflow, isDagFile } from '../dag/airflowFiles.ts';
import type { Rule } from '../rule.ts';

/** Kaapana operators that pass a container only what the project defines. */
const plain =
  /^(?:\w+\.)*(?:KaapanaBaseOperator|KaapanaPythonBaseOperator|KaapanaBranchPythonBaseOperator|KaapanaApplicationOperator|BaseOperator|PythonOperator)$/u;

/** Base images whose environment is known. */
const knownBase = /(?:^|\/)(?:base-python-[cg]pu|python|ubuntu|debian|alpine)(?:[:@]|$)/u;

/**
 * The images whose containers' variables are all known: operators of this project run them, no chart does, and neither
 * their base nor a processing-container.json adds variables.
 */
function operatorContainers(project: Project): ProjectImage[] {
  const sources = [...filesInAirflow(project).values()];
  const named = new Set(
    sources.flatMap((source) =>
      findImageArguments(pythonOf(source)).flatMap(({ parts }) => {
        const text = (parts ?? []).map((part) => ('text' in part ? part.text : part.variable)).join('');
        return /([^/:]+)(?::[^/]*)?$/u.exec(text)?.[1] ?? [];
      }),
    ),
  );
  const charted = project.charts.flatMap(({ templates, values }) => [
    ...templates,
    ...(values === undefined ? [] : [values]),
  ]);
  return project.images.filter(({ name, role, contextPath, bases }) => {
    if (role !== 'processing' || name === undefined || !named.has(name)) return false;
    if (
      charted.some(({ text }) => text.includes(`/${name}`) || text.includes(`"${name}"`) || text.includes(`: ${name}`))
    )
      return false;
    const isOwn = (reference: string): boolean => project.images.some((one) => isNamed(reference, one.name));
    return (
      bases.every(({ reference }) => knownBase.test(reference) || isOwn(reference)) &&
      ![...project.files.keys()].some(
        (path) => isBelow(path, contextPath) && /(?:^|\/)(?:processing-container\.json|[^/]*\.env)$/u.test(path),
      )
    );
  });
}

/** Whether operators derive from operators of other extensions or of the platform, which may add variables. */
export function hasForeignOperators(project: Project): boolean {
  const classes = [...filesInAirflow(project).values()].flatMap((source) => operatorClasses(pythonOf(source)));
  const own = new Set(classes.map(({ name }) => name));
  return classes.some(({ bases }) =>
    bases.some((base) => base.endsWith('Operator') && !plain.test(base) && !own.has(base.split('.').at(-1) ?? '')),
  );
}

function isNamed(reference: string, name: string | undefined): boolean {
  return name !== undefined && reference.split('/').at(-1)?.split(/[:@]/u)[0] === name;
}

/** Variables that the platform, its form, the base images and the system set in every operator's container. */
const always = new Set(
  `
WORKFLOW_DIR BATCH_NAME OPERATOR_IN_DIR OPERATOR_OUT_DIR BATCHES_INPUT_DIR OPERATOR_IMAGE_LIST_INPUT_DIR
RUN_ID DAG_ID TASK_ID INSTANCE_NAME SERVICES_NAMESPACE ADMIN_NAMESPACE
USERNAME WORKFLOW_ID WORKFLOW_NAME INVOLVED_INSTANCES RUNNER_INSTANCES SINGLE_EXECUTION INPUT
KEYCLOAK_URL KUBE_HELM_URL OPENSEARCH_URL DICOM_WEB_FILTER_URL NOTIFICATION_URL AII_URL MINIO_URL
CUDA_VISIBLE_DEVICES WORKSPACE PATH HOME USER LANG LC_ALL HOSTNAME PWD OLDPWD SHELL SHLVL TERM TMPDIR TZ
LD_LIBRARY_PATH VIRTUAL_ENV DEBIAN_FRONTEND
`.split(/\s+/u),
);
/** Only these files need the costly parsing. */
const mayRead = /\bgetenv\b|\benviron\s*[.[\\]/u;
const alwaysLike = /^(?:KAAPANA_|PYTHON|KUBERNETES_|NVIDIA_|PIP_|OPERATOR_IN_)|_PROXY$/iu;

export const variableUnset: Rule = {
  id: 'operator/variable-unset',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'A container reads an environment variable that is not set',
  why: 'The script fails at this line, when the images are already built and pulled and the workflow runs.',
  remedy:
    "Add a property to the form of the DAG (it arrives in upper case), set it in the operator's env_vars or with ENV in the Dockerfile, or read it with a default.",
  *check(project) {
    if (project.dagFiles.size === 0) return;
    const settings = [...project.dagFiles.values()].map((source) => environmentSettings(pythonOf(source)));
    const forms = formVariables(project);
    // Names known only at run time may be any variable.
    if (forms === undefined || hasForeignOperators(project) || settings.some(({ complete }) => !complete)) return;
    const given = settings.flatMap(({ entries }) =>
      entries.flatMap(({ key }) => (key.kind === 'text' ? key.text : [])),
    );
    const known = new Set([...always, ...forms, ...given]);
    for (const image of operatorContainers(project)) {
      const sources = filesOf(project, image);
      const own = ownVariables(project, image, sources);
      if (own === undefined) continue;
      for (const { source, name, optional, from, to } of readsOf(sources)) {
        if (optional || known.has(name) || own.has(name) || alwaysLike.test(name)) continue;
        yield { message: `${name} is not set for this container.`, range: source.rangeOf(from, to) };
      }
    }
  },
};

function readsOf(sources: readonly SourceFile[]) {
  return sources
    .filter(({ text }) => mayRead.test(text))
    .flatMap((source) => environmentReads(pythonOf(source)).map((read) => ({ source, ...read })));
}

/**
 * The variables that a container sets itself or reads with a default, in its Dockerfile, scripts and Python files;
 * undefined if not all are known.
 */
function ownVariables(
  { texts }: Project,
  image: ProjectImage,
  sources: readonly SourceFile[],
): Set<string> | undefined {
  const names = variablesOf(image);
  for (const { name, optional } of readsOf(sources)) if (optional) names.add(name);
  for (const source of sources) {
    if (!/environ|putenv|dotenv/u.test(source.text)) continue;
    const writes = environmentWrites(pythonOf(source));
    if (!writes.complete) return undefined;
    for (const name of writes.names) names.add(name);
  }
  const scripts = [...texts.values()].filter(
    ({ path }) => isBelow(path, image.contextPath) && !/\.(?:py|ya?ml|json|tpl)$/u.test(path),
  );
  for (const { text } of [image.file, ...scripts]) {
    for (const [, name = ''] of text.matchAll(/(?:^|[\s;&"'])([A-Za-z_]\w*)=/gu)) names.add(name);
  }
  return names;
}

/** The properties of all forms as environment variables; undefined if not all are known. */
function formVariables(project: Project): string[] | undefined {
  const names: string[] = [];
  // A DAG created by a helper function may have any form.
  const made = [...filesInAirflow(project).values()].some(
    (source) => isDagFile(source) && dagOf(source).dags.length === 0,
  );
  if (made && [...dagsOf(project)].length === 0) return undefined;
  for (const { dag } of dagsOf(project)) {
    if (dag.otherForms) return undefined;
    for (const { key, value } of dag.forms?.entries ?? []) {
      const properties = value.kind === 'dict' ? valueAt(value, 'properties') : undefined;
      if (
        value.kind === 'unknown' ||
        key.kind !== 'text' ||
        (value.kind === 'dict' && (!value.complete || isComposed(value))) ||
        (properties !== undefined && (properties.kind !== 'dict' || !properties.complete))
      ) {
        return undefined;
      }
      for (const { key: property } of properties?.entries ?? []) {
        if (property.kind !== 'text') return undefined;
        names.push(property.text.replace(/#.*$/u, '').toUpperCase());
      }
    }
  }
  return names;
}

/** Whether a form has alternatives or properties that the platform fills in: `oneOf`, `models`. */
function isComposed(form: PythonDict): boolean {
  return form.entries.some(
    ({ key }) =>
      key.kind === 'text' &&
      /^(?:oneOf|anyOf|allOf|if|then|else|dependencies|dependentSchemas|patternProperties|additionalProperties|\$ref|models|properties-template|backend-route)$/u.test(
        key.text,
      ),
  );
}

/** The variables set by ENV and ARG in a Dockerfile. */
function variablesOf({ file }: ProjectImage): Set<string> {
  const { dockerfile } = file;
  const properties = [
    ...dockerfile.getENVs().flatMap((env) => env.getProperties()),
    ...dockerfile.getARGs().map((arg) => arg.getProperty()),
  ];
  return new Set(properties.flatMap((property) => property?.getName() ?? []));
}

/** The Python files in an image's context, without tests. */
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
