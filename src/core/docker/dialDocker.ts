import type Docker from 'dockerode';

type DialOptions = Parameters<Docker['modem']['dial']>[0];

/** A call to the Engine that dockerode has no typed method with a signal for. */
export function dialDocker(docker: Docker, options: DialOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(options, (error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}
