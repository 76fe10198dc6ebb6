import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { HelmTool, RenderRequest } from '../../../src/sandbox/helm/helmTool.ts';

const chartSchema = z.object({
  name: z.string(),
  version: z.string(),
  keywords: z.array(z.string()),
  values: z.unknown(),
  manifests: z.string(),
});
export type FakeChart = z.infer<typeof chartSchema>;

export interface FakeHelm {
  readonly tool: HelmTool;
  readonly calls: string[];
  readonly rendered: RenderRequest[];
}

/** Reads charts that are JSON files with ready manifests, in which RELEASE stands for the release's name. */
export function createFakeHelm(): FakeHelm {
  const calls: string[] = [];
  const rendered: RenderRequest[] = [];
  const read = async (file: string) => {
    const chart = chartSchema.safeParse(parse(await readFile(file, 'utf8')));
    if (!chart.success) throw new Error(`${file} does not appear to be a gzipped archive`);
    return chart.data;
  };
  return {
    calls,
    rendered,
    tool: {
      async showChart(file) {
        calls.push('show chart');
        const { name, version, keywords } = await read(file);
        return JSON.stringify({ name, version, keywords, description: 'A chart', appVersion: '1' });
      },
      async showValues(file) {
        calls.push('show values');
        return JSON.stringify((await read(file)).values);
      },
      async render(request) {
        calls.push('render');
        rendered.push(request);
        const { manifests } = await read(request.chartFile);
        if (manifests === 'error') throw new Error('template: nil pointer');
        return manifests.replaceAll('RELEASE', request.release);
      },
    },
  };
}

export function chartContent(chart: Partial<FakeChart> = {}): string {
  return JSON.stringify({
    name: 'copy-workflow',
    version: '0.6.0',
    keywords: ['kaapanaworkflow'],
    values: { global: { image: 'dag-copy' } },
    manifests: job({ name: 'dag-copy', image: 'localhost:32000/dag-copy:0.6.0' }),
    ...chart,
  });
}

export async function writeFakeChart(folder: string, chart: Partial<FakeChart> = {}): Promise<void> {
  const { name = 'copy-workflow', version = '0.6.0' } = chart;
  await writeFile(join(folder, `${name}-${version}.tgz`), chartContent(chart));
}

export interface FakeJob {
  readonly name: string;
  readonly image: string;
  readonly hook?: string;
  readonly weight?: number;
  readonly kind?: 'Job' | 'Deployment';
  readonly backoffLimit?: number;
  readonly deadlineSeconds?: number;
  readonly restartPolicy?: string;
  readonly initImage?: string;
  readonly podExtras?: Record<string, unknown>;
  readonly namespace?: string;
}

export function job(job: FakeJob): string {
  const { name, image, hook, kind = 'Job', initImage } = job;
  const containers = [{ name: 'main', image, env: [{ name: 'ACTION', value: 'copy' }] }];
  return `---\n${JSON.stringify({
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      namespace: job.namespace ?? 'services',
      ...(hook === undefined
        ? {}
        : { annotations: { 'helm.sh/hook': hook, 'helm.sh/hook-weight': String(job.weight ?? 0) } }),
    },
    spec: {
      ...(kind === 'Job'
        ? { backoffLimit: job.backoffLimit ?? 0, activeDeadlineSeconds: job.deadlineSeconds ?? null }
        : { selector: { matchLabels: { app: name } } }),
      template: {
        metadata: { labels: { app: name } },
        spec: {
          restartPolicy: kind === 'Job' ? (job.restartPolicy ?? 'Never') : 'Always',
          containers,
          ...(initImage === undefined ? {} : { initContainers: [{ name: 'wait', image: initImage }] }),
          ...job.podExtras,
        },
      },
    },
  })}\n`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
