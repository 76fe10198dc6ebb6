import type { SourceFile } from '../../project/sourceFile.ts';
import { fieldsOf } from './fieldsOf.ts';

/** The keywords of a Chart.yaml that are text. */
export function keywordsOf(chart: SourceFile): string[] {
  const { keywords } = fieldsOf(chart);
  return Array.isArray(keywords) ? keywords.filter((keyword) => typeof keyword === 'string') : [];
}
