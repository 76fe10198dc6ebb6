import type { RenderedChart } from '../../../src/core/checks/facts.ts';

/** A chart that renders to one Job, which a dependency brings. */
export function renderedJob(image: string, imagePullPolicy?: string): RenderedChart {
  const containers = [{ name: 'main', image, imagePullPolicy }];
  const content = { kind: 'Job', metadata: { name: 'liver' }, spec: { template: { spec: { containers } } } };
  return {
    manifests: [{ template: 'liver-workflow/charts/dag-installer-chart/templates/job.yaml', file: undefined, content }],
  };
}
