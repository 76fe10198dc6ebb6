import { isMap } from '../../yaml/isMap.ts';
import type { SourceFile } from '../sources/sourceFile.ts';

/** The keywords of a Chart.yaml that are text. */
export function keywordsOf(chart: SourceFile): string[] {
  const content = chart.yaml?.value;
  const keywords: unknown = isMap(content) ? content['keywords'] : undefined;
  return Array.isArray(keywords) ? keywords.filter((keyword) => typeof keyword === 'string') : [];
}
