import type { RenderedChart } from '../facts.ts';
import type { SourceRange } from '../../project/sourceRange.ts';
import type { Project } from '../../project/project.ts';

/** Where to point for something rendered: the template; for what a dependency brings, the chart that brings it. */
export function chartPlace(
  { texts, charts, folder }: Project,
  { file }: RenderedChart['manifests'][number],
): SourceRange {
  const source = [...texts.values()].find((text) => text.file === file) ?? charts[0]?.chart;
  return source?.rangeFrom() ?? { file: file ?? folder, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** Where a text stands that the template or the values of the chart gave the rendered resource; undefined for nowhere. */
export function placeOfText(
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
