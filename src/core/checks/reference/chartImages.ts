import type { Project, ProjectChart } from '../../project/project.ts';
import { findRenderedImages } from '../../project/references/findRenderedImages.ts';
import { describeInvalid, isLatest } from '../../project/references/imageReference.ts';
import type { SourceFile, SourceRange } from '../../project/sourceFile.ts';
import { whyInvalidReference } from '../../text/imageReference.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { RenderedChart } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** The place to report for a rendered resource: its template, or the chart if it comes from a dependency. */
export function chartPlace(
  { texts, charts, folder }: Project,
  { file }: RenderedChart['manifests'][number],
): SourceRange {
  const source = [...texts.values()].find((text) => text.file === file) ?? charts[0]?.chart;
  return source?.rangeFrom() ?? { file: file ?? folder, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** Where the template or the values contain a text of the rendered resource; undefined if they do not. */
function placeOfText(
  { texts, charts }: Project,
  { file }: RenderedChart['manifests'][number],
  text: string,
): SourceRange | undefined {
  const template = [...texts.values()].filter((source) => source.file === file);
  const values = charts.flatMap((chart) => chart.values ?? []);
  const source = [...template, ...values].find((one) => one.text.includes(text));
  const start = source?.text.indexOf(text) ?? 0;
  return source?.rangeOf(start, start + text.length);
}

/** The `global` map in the values of each chart that has one. */
export function* globalOf({ charts }: Project): Iterable<{
  readonly chart: ProjectChart;
  readonly values: SourceFile;
  readonly global: Readonly<Record<string, unknown>>;
}> {
  for (const chart of charts) {
    const { values } = chart;
    const content = values?.yaml?.value;
    const global = isMap(content) ? content['global'] : undefined;
    if (values !== undefined && isMap(global)) yield { chart, values, global };
  }
}

/** Whether a reference ends in the name of an image of this project. */
export function isOwnName({ images }: Project, reference: string): boolean {
  const name = reference
    .replace(/[:@][^/]*$/u, '')
    .split('/')
    .at(-1);
  return images.some((image) => image.name !== undefined && image.name === name);
}

export const chartInvalid: Rule = {
  id: 'reference/chart-invalid',
  needs: 'rendered',
  severity: 'error',
  title: 'An image in the chart is not a valid reference',
  why: 'Kubernetes cannot pull it: the pod fails with InvalidImageName.',
  remedy: 'Write it as <registry>/<name>:<tag>, with the name in lower case. Chart values may be part of it.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, kind, name, container } of findRenderedImages([manifest])) {
        if (reference === '' || whyInvalidReference(reference) === undefined) continue;
        yield {
          message: `${kind} "${name}", container "${container}": ${describeInvalid(reference)}`,
          range: placeOfText(project, manifest, reference) ?? chartPlace(project, manifest),
        };
      }
    }
  },
};

export const chartMutableTag: Rule = {
  id: 'reference/chart-mutable-tag',
  needs: 'rendered',
  severity: 'warning',
  title: 'The chart uses an image with a mutable tag',
  why: 'A node that has pulled the tag once keeps that image (IfNotPresent): a newer image has no effect there, and two nodes may run different images.',
  remedy:
    'Use a version in the template. For an image of this project, use the version of the platform: {{ .Values.global.kaapana_build_version }}.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, container, pullPolicy } of findRenderedImages([manifest])) {
        // Kubernetes always pulls latest unless a policy says otherwise.
        if (reference === '' || !isLatest(reference) || pullPolicy !== 'IfNotPresent') continue;
        const own = isOwnName(project, reference) ? ' (built by this project)' : '';
        yield {
          message: `The container "${container}" pulls ${reference}${own} only once, although its tag is mutable.`,
          range: chartPlace(project, manifest),
        };
      }
    }
  },
};

export const chartPullAlways: Rule = {
  id: 'reference/chart-pull-always',
  needs: 'rendered',
  severity: 'error',
  title: 'The chart always pulls an image that is in no registry',
  why: 'An imported image is only on the node. With the policy Always, the node asks a registry that does not have it, and the pod fails with ErrImagePull.',
  remedy: 'Set imagePullPolicy to IfNotPresent, or push the image to a registry and name it with that registry.',
  *check(project, { manifests }) {
    for (const manifest of manifests) {
      for (const { reference, container, pullPolicy } of findRenderedImages([manifest])) {
        if (pullPolicy !== 'Always' || !reference.startsWith('local-only/')) continue;
        yield {
          message: `The container "${container}" always pulls ${reference}, which is in no registry.`,
          range: chartPlace(project, manifest),
        };
      }
    }
  },
};
