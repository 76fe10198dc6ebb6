import { isAbsolute, relative, resolve, sep } from 'node:path';
import { EdkError } from '../../core/errors/edkError.ts';

/**
 * Joins a path and proves that it is inside the folder. Every name from outside becomes a path here. Links are not
 * resolved.
 *
 * @throws EdkError `chart.invalid` for a path that is the folder itself or points outside it.
 */
export function pathInside(folder: string, ...parts: readonly string[]): string {
  const path = resolve(folder, ...parts);
  const rest = relative(folder, path);
  const leadsOut = rest === '' || rest === '..' || rest.startsWith(`..${sep}`) || isAbsolute(rest);
  if (!leadsOut && !path.includes('\0')) return path;
  throw new EdkError('chart.invalid', `${JSON.stringify(parts.join('/'))} points outside its folder.`);
}
