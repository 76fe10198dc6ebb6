import { z } from 'zod';
import { loadYaml } from '../../core/yaml/loadYaml.ts';

/** A chart file as the extension list needs it. */
export interface PackagedChart {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly appVersion: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly annotations: Readonly<Record<string, string>> | null;
  readonly extensionParameters: Readonly<Record<string, unknown>> | null;
  /** values.global; undefined when there is none: such a chart cannot be listed. */
  readonly globals: Readonly<Record<string, unknown>> | undefined;
}

const chartSchema = z.object({
  name: z.string().min(1),
  version: z.coerce.string(),
  appVersion: z.coerce.string().optional(),
  description: z.string().nullish(),
  keywords: z.array(z.string()).nullish(),
  annotations: z.record(z.string(), z.coerce.string()).nullish(),
});

const anyObject = z.record(z.string(), z.unknown());
const valuesSchema = z.object({ global: anyObject.nullish(), extension_params: anyObject.nullish() });

/** @throws when Chart.yaml or values.yaml are not what Helm's packaging lets through. */
export function readPackagedChart(file: string, chartYaml: string, valuesYaml: string): PackagedChart {
  const chart = chartSchema.parse(loadYaml(chartYaml));
  const values = valuesSchema.safeParse(valuesYaml.trim() === '' ? {} : loadYaml(valuesYaml));
  return {
    file,
    name: chart.name,
    version: chart.version,
    appVersion: chart.appVersion ?? '',
    description: chart.description ?? '',
    keywords: chart.keywords ?? [],
    annotations: chart.annotations ?? null,
    extensionParameters: values.data?.extension_params ?? null,
    globals: values.data?.global ?? undefined,
  };
}
