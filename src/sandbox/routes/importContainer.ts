import { stat } from 'node:fs/promises';
import { detail, fieldRequired, text } from '../http/answer.ts';
import { escapeHtml } from '../http/readBody.ts';
import type { Route } from '../http/route.ts';
import { uploadPath } from '../charts/uploadPath.ts';
import type { RouteParts } from './routeParts.ts';

export function importContainer({ state, images }: Pick<RouteParts, 'state' | 'images'>): Route {
  return {
    method: 'GET',
    path: '/import-container',
    async answer({ query }) {
      const given = query.getAll('filename').at(-1);
      if (given === undefined) return fieldRequired('query', 'filename');
      if (given === '') {
        return detail(400, "Container import failed, bad request Required key 'filename' can not be empty");
      }
      const name = escapeHtml(given);
      const file = uploadPath(state.charts, name);
      const facts = file === undefined ? undefined : await stat(file).catch(() => undefined);
      if (file === undefined || facts?.isFile() !== true) {
        return text(500, `Container import failed file ${name} can not be found`);
      }
      try {
        await images.importImages(file);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return text(500, `Container import failed Failed to import container ${name}: ctr: ${reason}\n`);
      }
      return text(200, `Successfully imported container ${name}`);
    },
  };
}
