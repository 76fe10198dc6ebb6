import { isHook } from '../../project/findWorkloads.ts';
import { isMap } from '../../yaml/isMap.ts';
import { mainCharts } from '../../project/requireBuildable.ts';
import type { RenderedChart } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** What comes and goes with the values that are given. */
const conditional = /\{\{-?\s*(?:if|range|with)\b/u;

export const nothingToInstall: Rule = {
  id: 'chart/nothing-to-install',
  needs: 'rendered',
  severity: 'error',
  title: 'A chart renders only hooks, or nothing',
  why: 'The platform reads the manifests of a release after it was installed. When there are none, it answers with an error 500 and gives no reason.',
  remedy: 'Add at least one resource that is not a hook, for example a ConfigMap.',
  *check({ charts, texts }, { manifests, problem }) {
    const [first] = mainCharts(charts);
    if (first === undefined || first.role === 'dependency' || problem !== undefined || manifests.some(isInstalled))
      return;
    const templates = [...texts.values()].filter(({ path }) => /(?:^|\/)templates\//u.test(path));
    const hook = templates.find(({ file }) => manifests.some((manifest) => manifest.file === file));
    const mayRender = templates.some(({ text }) => conditional.test(text));
    yield {
      message: describe(manifests) + (mayRender ? ' with the default values.' : '.'),
      range: (hook ?? first.chart).rangeFrom(),
      severity: mayRender ? 'warning' : undefined,
    };
  },
};

/** Helm keeps hooks and custom resource definitions out of the manifest of a release. */
function isInstalled({ template, content }: RenderedChart['manifests'][number]): boolean {
  return isMap(content) && !isHook(content) && !template.includes('/crds/');
}

function describe(manifests: RenderedChart['manifests']): string {
  return manifests.length === 0 ? 'The chart renders nothing' : 'The chart renders only hooks';
}
