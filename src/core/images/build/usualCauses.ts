interface UsualCause {
  readonly sign: RegExp;
  readonly remedy: string;
}

const usualCauses: readonly UsualCause[] = [
  {
    sign: /no space left on device|disk quota exceeded/i,
    remedy: 'Free some space where Docker keeps its data, for example with "docker system prune", then try again.',
  },
  {
    sign: /certificate verify failed|x509: certificate|unable to get local issuer certificate|self[- ]signed certificate/i,
    remedy:
      'A certificate is not trusted inside the build. Copy the certificate of your network into the image, or build ' +
      'upon a base that has it.',
  },
  {
    sign: /could not resolve|temporary failure (?:in name resolution|resolving)|name or service not known|no such host|network is unreachable|connection timed out|failed to establish a new connection|proxyerror|407 proxy/i,
    remedy:
      'The build has no network, or not the right proxy. Set http_proxy, https_proxy and no_proxy, which are handed ' +
      'to builds, and check the name resolution of the Docker Engine.',
  },
  {
    sign: /unable to locate package|no matching distribution found|could not find a version that satisfies|has no installation candidate|404 not found.*(?:package|\.deb)/i,
    remedy: 'Check the name and version of the package, and that its index is reached from the build.',
  },
  {
    sign: /exec format error|no match for platform|does not match the (?:specified|detected) (?:host )?platform/i,
    remedy: 'The base is made for another processor. Choose one for the platform that runs this Docker Engine.',
  },
  {
    sign: /failed to compute cache key|not found in build context|file not found in build context|no such file or directory/i,
    remedy: 'Check that the file is below the folder of the Dockerfile and not excluded by .dockerignore.',
  },
];

/** What to do about a failed build, where its output shows one of the usual causes. */
export function usualRemedy(output: string): string | undefined {
  return usualCauses.find(({ sign }) => sign.test(output))?.remedy;
}
