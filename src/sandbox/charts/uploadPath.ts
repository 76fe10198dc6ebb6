import { pathInside } from '../state/pathInside.ts';
import { isSafeName } from './chartFileName.ts';

/** Where an uploaded file lies; undefined for a name that would lead elsewhere. Sub-folders are made by some clients. */
export function uploadPath(folder: string, name: string): string | undefined {
  const parts = name.replace(/^\/+/, '').split('/');
  return parts.every(isSafeName) ? pathInside(folder, ...parts) : undefined;
}
