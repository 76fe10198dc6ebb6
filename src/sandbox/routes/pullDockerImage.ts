import { z } from 'zod';
import { detail, text } from '../http/answer.ts';
import { readJsonBody } from '../http/readBody.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

const keys = ['docker_image', 'docker_version', 'docker_registry_url'] as const;

type PullParts = Pick<RouteParts, 'images' | 'closing' | 'log'>;

/** Answers before the image is there, and never says how it went; the log does. */
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
