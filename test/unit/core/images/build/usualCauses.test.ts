import assert from 'node:assert/strict';
import { usualBaseRemedy, usualRemedy } from '../../../../../src/core/images/build/usualCauses.ts';

/** As the programs say it. */
const ofSteps: readonly (readonly [output: string, remedy: RegExp | undefined])[] = [
  ['dd: error writing: No space left on device', /^Free some space/],
  ["E: You don't have enough free space in /var/cache/apt/archives/.\nNo space left on device", /^Free some space/],
  ['Killed', /memory ran out/],
  ['c++: fatal error: Killed signal terminated program cc1plus', /memory ran out/],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', /memory ran out/],
  ['E: Unable to locate package fooo', /name and version of the package/],
  ["E: Package 'python2' has no installation candidate", /name and version of the package/],
  ["E: Version '9' for 'curl' was not found", /name and version of the package/],
  [
    'ERROR: Could not find a version that satisfies the requirement nope==9 (from versions: none)\n' +
      'ERROR: No matching distribution found for nope==9',
    /name and version of the package/,
  ],
  ['npm error code E404\nnpm error 404 Not Found - GET nope - Not found', /no longer available/],
  [
    'E: Failed to fetch http://mirror.example/pool/curl_7.88.1-10_amd64.deb  404  Not Found [IP: 192.0.2.1 80]\n' +
      'E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?',
    /apt-get update && apt-get install/,
  ],
  ["W: Failed to fetch http://mirror.example/dists/InRelease  Temporary failure resolving 'mirror.example'", /proxy/],
  [
    "WARNING: Retrying (Retry(total=4)): Failed to establish a new connection: [Errno -2] Name or service not known')\n" +
      'ERROR: No matching distribution found for pydicom',
    /proxy/,
  ],
  ['curl: (6) Could not resolve host: files.example', /proxy/],
  ['curl: (7) Failed to connect to files.example port 443: Connection refused', /proxy/],
  ['dial tcp 192.0.2.1:443: i/o timeout', /proxy/],
  ['curl: (56) Received HTTP code 407 from proxy after CONNECT\n407 Proxy Authentication Required', /proxy/],
  ['E: Release file for http://mirror.example/InRelease is not valid yet (invalid for another 3h)', /clock/],
  ['SSL: CERTIFICATE_VERIFY_FAILED certificate verify failed: unable to get local issuer certificate', /certificate/],
  ['x509: certificate signed by unknown authority', /certificate/],
  ['fatal: unable to access: server certificate verification failed. CAfile: none', /certificate/],
  ['ERROR: HTTP error 429: Too Many Requests', /limits the number of requests/],
  ['exec /bin/sh: exec format error', /another architecture/],
  ['/bin/sh: 1: ./install.sh: Permission denied', /chmod \+x/],
  ["PermissionError: [Errno 13] Permission denied: '/app/model'", /COPY --chown/],
  ["/usr/bin/env: 'bash\\r': No such file or directory", /CRLF/],
  ['/bin/sh: ./run.sh: /bin/bash^M: bad interpreter: No such file or directory', /CRLF/],
  ["error: command 'gcc' failed: No such file or directory", /compiler/],
  ["error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory", /compiler/],
  ['fatal error: Python.h: No such file or directory', /compiler/],
  ['error: externally-managed-environment', /virtual environment/],
  ['ImportError: libcuda.so.1: cannot open shared object file: No such file or directory', /no GPU/],
  ['OSError: CUDA_HOME environment variable is not set. Please set it to your CUDA install root.', /no GPU/],
  ['RuntimeError: Found no NVIDIA driver on your system.', /no GPU/],
  ['failed to compute cache key: "/nope" not found', /\.dockerignore/],
  ['ERROR: Could not open requirements file: [Errno 2] No such file or directory', /\.dockerignore/],
  ['/bin/sh: 1: wget: not found', /does not have this command/],
  ['bash: line 1: jq: command not found', /does not have this command/],
  ['1 test failed', undefined],
];

const ofExitCodes: readonly (readonly [code: number, remedy: RegExp | undefined])[] = [
  [137, /memory ran out/],
  [126, /must be executable/],
  [127, /does not have this command/],
  [1, undefined],
];

/** As the Docker Engine says it. */
const ofBases: readonly (readonly [complaint: string, remedy: RegExp | undefined])[] = [
  ['failed to copy: write /var/lib/docker/tmp: no space left on device', /^Free some space/],
  ['Get "https://reg.example/v2/": x509: certificate signed by unknown authority', /certs\.d/],
  ['Get "https://reg.example:5000/v2/": http: server gave HTTP response to HTTPS client', /insecure-registries/],
  ['toomanyrequests: You have reached your pull rate limit.', /docker login/],
  ['no match for platform in manifest sha256:00: not found', /another architecture/],
  ['no matching manifest for linux/arm64/v8 in the manifest list entries', /another architecture/],
  ['dial tcp: lookup reg.example on 192.0.2.1:53: no such host', /the Engine's own proxy/],
  ['net/http: TLS handshake timeout', /the Engine's own proxy/],
  ['manifest for reg.example/nope:1 not found: manifest unknown', undefined],
  ['reg.example/nope:1: not found', undefined],
  ['pull access denied for nope, repository does not exist', undefined],
];

describe('usualRemedy', () => {
  for (const [output, expected] of ofSteps) it(`for: ${output}`, () => same(usualRemedy(output, 1), expected));
  for (const [code, expected] of ofExitCodes) it(`for exit code ${code}`, () => same(usualRemedy('', code), expected));
});

describe('usualBaseRemedy', () => {
  for (const [complaint, expected] of ofBases)
    it(`for: ${complaint}`, () => same(usualBaseRemedy(complaint), expected));
});

function same(remedy: string | undefined, expected: RegExp | undefined): void {
  if (expected === undefined) assert.equal(remedy, undefined);
  else assert.match(remedy ?? 'none', expected);
}
