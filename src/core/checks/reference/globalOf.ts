import { isMap } from '../../yaml/isMap.ts';
import type { ChartSources, ProjectSources } from '../sources/projectSources.ts';
import type { SourceFile } from '../sources/sourceFile.ts';

/** `global` of the values of every chart that has it. */
export function* globalOf({ charts }: ProjectSources): Iterable<{
  readonly chart: ChartSources;
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
