interface UsualCause {
  readonly sign: RegExp;
  /** Exit code of the step, if that alone is enough. */
  readonly exitCode?: number;
  readonly remedy: string;
}

const noSpace = /no space left on device|disk quota exceeded|not enough free (?:disk )?space|no free space/i;
const noTrust =
  /certificate verify failed|x509: |unable to get local issuer certificate|self[- ]signed certificate|certificate (?:is not trusted|has expired)|SSLError|server certificate verification failed/i;
const noNetwork =
  /could not resolve|temporary failure (?:in name resolution|resolving)|name or service not known|no such host|network is unreachable|no route to host|connection (?:timed out|refused)|could not connect to|failed to connect to|failed to establish a new connection|i\/o timeout|TLS handshake timeout|ReadTimeoutError|ConnectTimeoutError|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|proxyerror|407 proxy|could not read from remote repository/i;
const tooMany = /toomanyrequests|too many requests|pull rate limit/i;
const otherProcessor =
  /exec format error|no match for platform|no matching manifest for|does not match the (?:specified|detected) (?:host )?platform/i;
const makeSpace =
  'Free some space where Docker keeps its data, for example with "docker system prune", then try again.';
const chooseProcessor = 'The base image is built for another architecture. Choose one that matches this Docker Engine.';

/** Causes of failed steps, which run inside the image. */
const usualCauses: readonly UsualCause[] = [
  {
    sign: noSpace,
    remedy: makeSpace,
  },
  {
    sign: /cannot allocate memory|virtual memory exhausted|MemoryError|JavaScript heap out of memory|fatal error: killed signal|^killed$/im,
    exitCode: 137,
    remedy:
      'The step was killed, most often because memory ran out. Give the Docker Engine more, build fewer images at once ' +
      '("--workers 1"), or compile with fewer processes.',
  },
  {
    sign: /\\r'*: (?:no such file or directory|command not found)|\^M: bad interpreter/i,
    remedy:
      'A script has Windows line endings (CRLF), which Linux takes for part of the name of its interpreter. Save it with ' +
      'LF, and keep it that way with .gitattributes ("*.sh text eol=lf").',
  },
  {
    sign: noTrust,
    remedy:
      'A certificate is not trusted inside the build. Copy the certificate of your network into the image, or build ' +
      'on a base that has it.',
  },
  {
    sign: tooMany,
    remedy: 'The server limits the number of requests. Use a mirror, or try again later.',
  },
  {
    sign: /release file .*is not valid yet/i,
    remedy: 'The clock of this machine is slow. Correct it, for example by turning on NTP.',
  },
  {
    sign: noNetwork,
    remedy:
      'The build has no network, or the wrong proxy. Set http_proxy, https_proxy and no_proxy, which are passed ' +
      'to builds, and check the name resolution of the Docker Engine.',
  },
  {
    sign: /libcuda\.so|libnvidia-|no nvidia driver|nvidia-smi: (?:command )?not found|CUDA driver version is insufficient|CUDA_HOME environment variable is not set|nvcc.{0,20}not found/i,
    remedy:
      'A build has no GPU and no driver; the node brings both when the container runs. Do not ask for CUDA while ' +
      'building, and use a base with the CUDA toolkit if something is compiled for it.',
  },
  {
    sign: /command '?\S*(?:gcc|g\+\+|cc)'? failed: no such file|unable to execute '\S*(?:gcc|g\+\+|cc)'|(?:gcc|g\+\+|make|cmake|cc): (?:command )?not found|python\.h: no such file|error: Microsoft Visual C\+\+/i,
    remedy:
      'The package must be compiled, and the base has no compiler. Install one in the same RUN ("apt-get install -y gcc ' +
      'libc6-dev python3-dev"), or use a version that comes as a wheel.',
  },
  {
    sign: /externally-managed-environment/i,
    remedy:
      "The base's Python belongs to its distribution. Install into a virtual environment, or give pip " +
      '"--break-system-packages", which does no harm in an image.',
  },
  {
    sign: /failed to fetch .*404|404 +not found/i,
    remedy:
      'A package is no longer available, most often because a cached "apt-get update" is old. Write "apt-get update ' +
      '&& apt-get install" as one RUN; then check the name and version.',
  },
  {
    sign: /unable to locate package|no matching distribution found|could not find a version that satisfies|has no installation candidate|couldn't find any package by|version '.*' for '.*' was not found|No matching package|package not found|code E404/i,
    remedy:
      'Check the name and version of the package, that this version of Python or of the distribution has it, and that ' +
      'its index can be reached from the build (with apt after "apt-get update" in the same RUN).',
  },
  {
    sign: otherProcessor,
    remedy: chooseProcessor,
  },
  {
    sign: /permission denied/i,
    exitCode: 126,
    remedy:
      'A script must be executable ("chmod +x" before the build, or COPY --chmod=755), and ' +
      "a base whose USER is not root may not write everywhere (COPY --chown, or USER root before and the base's after).",
  },
  {
    sign: /failed to compute cache key|not found in build context|file not found in build context|no such file or directory|could not open requirements file/i,
    remedy: 'Check that the file is below the folder of the Dockerfile and not excluded by .dockerignore.',
  },
  {
    sign: /: (?:command )?not found$/im,
    exitCode: 127,
    remedy: 'The base image does not have this command. Install it in an earlier RUN, and check the spelling.',
  },
];

/** Causes of unavailable bases: the Docker Engine pulls them over its own network, with its own certificates. */
const baseCauses: readonly UsualCause[] = [
  { sign: noSpace, remedy: makeSpace },
  {
    sign: noTrust,
    remedy:
      "The Docker Engine does not trust the registry's certificate. Put that of its authority into " +
      '/etc/docker/certs.d/<host:port>/ca.crt, or load the base image with "docker load".',
  },
  {
    sign: /server gave HTTP response to HTTPS client/i,
    remedy:
      "The registry speaks plain http, which the Docker Engine allows only where it is told: name it in daemon.json's " +
      '"insecure-registries", then restart the Engine.',
  },
  {
    sign: tooMany,
    remedy: 'The registry limits the number of pulls. Sign in with "docker login", or try again later.',
  },
  { sign: otherProcessor, remedy: chooseProcessor },
  {
    sign: noNetwork,
    remedy:
      "The Docker Engine does not reach the base's registry. Check the address, and the Engine's own proxy " +
      '("proxies" in daemon.json), or load the base image with "docker load".',
  },
];

/** The remedy for an unavailable base, if the Engine's complaint shows a usual cause. */
export function usualBaseRemedy(complaint: string): string | undefined {
  return baseCauses.find(({ sign }) => sign.test(complaint))?.remedy;
}

/**
 * The remedy for a failed build, if its output or the exit code of its step shows a usual cause. The first match
 * counts, because one cause often leads to the next.
 */
export function usualRemedy(output: string, exitCode?: number): string | undefined {
  const bySign = usualCauses.find(({ sign }) => sign.test(output));
  return (bySign ?? usualCauses.find((cause) => cause.exitCode !== undefined && cause.exitCode === exitCode))?.remedy;
}
