/**
 * A client for the Engine at that endpoint. The node modules must be there.
 *
 * @param {string} endpoint as in DOCKER_HOST
 */
export async function connectDocker(endpoint) {
  const { default: Docker } = await import('dockerode');
  // dockerode takes host, TLS and SSH settings from the environment only.
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = endpoint;
  try {
    return new Docker();
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
}

/**
 * @param {string} endpoint
 * @returns {Promise<{ state: 'answers' | 'denied' } | { state: 'silent', reason: string }>}
 */
export async function askDocker(endpoint) {
  try {
    const docker = await connectDocker(endpoint);
    await docker.ping({ abortSignal: AbortSignal.timeout(10_000) });
    return { state: 'answers' };
  } catch (error) {
    if (error?.code === 'EACCES' || error?.code === 'EPERM') return { state: 'denied' };
    return { state: 'silent', reason: error instanceof Error ? error.message : String(error) };
  }
}
