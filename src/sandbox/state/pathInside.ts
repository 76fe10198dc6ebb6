import { isAbsolute, relative, resolve, sep } from 'node:path';
import { EdkError } from '../../core/errors/edkError.ts';

/**
 * Joins a path and proves that it lies inside the folder: the one way from a name that came from outside to a path of
 * the local platform. Links are not looked at.
 *
 * @throws EdkError `chart.invalid` for a path that is the folder itself or leads out of it.
 */
export function pathInside(folder: string, ...parts: readonly string[]): string {
  const path = resolve(folder, ...parts);
  const rest = relative(folder, path);
  const leadsOut = rest === '' || rest === '..' || rest.startsWith(`..${sep}`) || isAbsolute(rest);
  if (!leadsOut && !path.includes('\0')) return path;
  throw new EdkError('chart.invalid', `${JSON.stringify(parts.join('/'))} leads out of its folder.`);
}
