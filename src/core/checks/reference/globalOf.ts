import { isMap } from '../../yaml/isMap.ts';
import type { ProjectChart, Project } from '../../project/project.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** `global` of the values of every chart that has it. */
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
