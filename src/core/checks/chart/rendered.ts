import { isHook } from '../../project/findWorkloads.ts';
import type { Project } from '../../project/project.ts';
import { mainCharts } from '../../project/requireBuildable.ts';
import type { SourceFile, SourceRange } from '../../project/sourceFile.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { RenderedChart } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A rendered resource that comes from a template of the project. */
export interface OwnResource {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
  /** Helm keeps hooks out of the release, so the platform does not see them. */
  readonly isHook: boolean;
  /** The template it comes from. */
  readonly template: SourceFile;
  /** The pod spec; undefined for resources without pods. */
  readonly pod: Readonly<Record<string, unknown>> | undefined;
  /** The first place in its template with one of the texts, or else with its kind. */
  readonly rangeOf: (...texts: readonly string[]) => SourceRange;
}

/** What the project's own templates render to, including members of lists. Users cannot fix dependencies. */
export function ownResources(project: Project, { manifests }: RenderedChart): OwnResource[] {
  const templates = new Map([...project.texts.values()].map((source) => [source.file, source]));
  return manifests.flatMap(({ file, content }) => {
    const template = file === undefined ? undefined : templates.get(file);
    return template === undefined ? [] : membersOf(content).map((member) => describe(member, template));
  });
}

/** The containers of a pod, including init containers. */
export function containersOf(pod: OwnResource['pod']): Readonly<Record<string, unknown>>[] {
  return ['initContainers', 'containers'].flatMap((key) => {
    const list = pod?.[key];
    return Array.isArray(list) ? list.filter(isMap) : [];
  });
}

function membersOf(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  const { kind, items } = content;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items.filter(isMap) : [content];
}

function describe(content: Readonly<Record<string, unknown>>, template: SourceFile): OwnResource {
  const metadata = isMap(content['metadata']) ? content['metadata'] : {};
  const kind = text(content['kind']) ?? '';
  return {
    kind,
    name: text(metadata['name']) ?? '',
    namespace: text(metadata['namespace']),
    annotations: isMap(metadata['annotations']) ? metadata['annotations'] : {},
    content,
    isHook: isHook(content),
    template,
    pod: podOf(kind, content['spec']),
    rangeOf: (...texts) => rangeIn(template, [...texts, `kind: ${kind}`]),
  };
}

function podOf(kind: string, spec: unknown): OwnResource['pod'] {
  if (!isMap(spec)) return undefined;
  if (kind === 'Pod') return spec;
  const job = kind === 'CronJob' && isMap(spec['jobTemplate']) ? spec['jobTemplate']['spec'] : spec;
  const template = isMap(job) ? job['template'] : undefined;
  const pod = isMap(template) ? template['spec'] : undefined;
  return isMap(pod) ? pod : undefined;
}

function rangeIn(template: SourceFile, texts: readonly string[]): SourceRange {
  for (const wanted of texts) {
    const start = wanted === '' ? -1 : template.text.indexOf(wanted);
    if (start !== -1) return template.rangeOf(start, start + wanted.length);
  }
  return template.rangeFrom();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export const renderFailed: Rule = {
  id: 'chart/render-failed',
  needs: 'rendered',
  severity: 'error',
  title: 'Helm cannot render the chart',
  why: 'The chart can be neither packaged nor installed.',
  remedy: 'Fix the template or value that Helm names.',
  *check({ texts, charts }, { problem }) {
    if (problem === undefined) return;
    const { place, message, detail } = problem;
    const source = [...texts.values()].find(({ file }) => file === place?.file) ?? charts[0]?.chart;
    if (source === undefined) return;
    const known = source.file === place?.file;
    yield {
      message: detail === undefined ? message : `${message} ${detail}`,
      range: source.rangeFrom(known ? place : undefined),
    };
  },
};

/** What depends on the values. */
const conditional = /\{\{-?\s*(?:if|range|with)\b/u;

export const nothingToInstall: Rule = {
  id: 'chart/nothing-to-install',
  needs: 'rendered',
  severity: 'error',
  title: 'A chart renders only hooks, or nothing',
  why: 'The platform reads the manifests of a release after installing it. If there are none, it returns an error 500 without a reason.',
  remedy: 'Add at least one resource that is not a hook, for example a ConfigMap.',
  *check({ charts, texts }, { manifests, problem }) {
    const [first] = mainCharts(charts);
    if (first === undefined || first.role === 'dependency' || problem !== undefined || manifests.some(isInstalled))
      return;
    const templates = [...texts.values()].filter(({ path }) => /(?:^|\/)templates\//u.test(path));
    const hook = templates.find(({ file }) => manifests.some((manifest) => manifest.file === file));
    const mayRender = templates.some(({ text }) => conditional.test(text));
    yield {
      message: whatIsRendered(manifests) + (mayRender ? ' with the default values.' : '.'),
      range: (hook ?? first.chart).rangeFrom(),
      severity: mayRender ? 'warning' : undefined,
    };
  },
};

/** Helm keeps hooks and custom resource definitions out of the release manifest. */
function isInstalled({ template, content }: RenderedChart['manifests'][number]): boolean {
  return isMap(content) && !isHook(content) && !template.includes('/crds/');
}

function whatIsRendered(manifests: RenderedChart['manifests']): string {
  return manifests.length === 0 ? 'The chart renders nothing' : 'The chart renders only hooks';
}
