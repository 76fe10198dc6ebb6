import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { uploadPath } from '../charts/chartStore.ts';
import { detail, fieldRequired, text, type Route } from '../http/answer.ts';
import { escapeHtml, readJsonBody } from '../http/readBody.ts';
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

const keys = ['docker_image', 'docker_version', 'docker_registry_url'] as const;

type PullParts = Pick<RouteParts, 'images' | 'closing' | 'log'>;

/** Answers before the pull ends and never reports the result; the log does. */
export function pullDockerImage({ images, closing, log }: PullParts): Route {
  return {
    method: 'POST',
    path: '/pull-docker-image',
    async answer({ message }) {
      const failed = (reason: string) => detail(400, `Pulling docker image failed ${reason}`);
      const body = await readJsonBody(message);
      if ('problem' in body) return failed(body.problem);
      const payload = z.record(z.string(), z.unknown()).safeParse(body.value).data ?? {};
      const missing = keys.filter((key) => !(key in payload));
      if (missing.length > 0) return failed(`pull_docker_image() missing ${countArguments(missing)}`);
      const extra = Object.keys(payload).find((key) => !keys.some((known) => known === key));
      if (extra !== undefined) return failed(`pull_docker_image() got an unexpected keyword argument '${extra}'`);
      const { docker_registry_url: registry, docker_image: image, docker_version: version } = payload;
      const reference = `${String(registry)}/${String(image)}:${String(version)}`;
      images.pullImage(reference, closing.signal).then(
        () => log(`Pulled ${reference}.`),
        (error: unknown) => log(`${reference} cannot be pulled: ${error instanceof Error ? error.message : ''}`),
      );
      return text(202, `Trying to download the docker container ${reference}`);
    },
  };
}

function countArguments(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  const list =
    quoted.length > 2 ? `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1) ?? ''}` : quoted.join(' and ');
  return `${names.length} required positional argument${names.length === 1 ? '' : 's'}: ${list}`;
}
