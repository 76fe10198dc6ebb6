import assert from 'node:assert/strict';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import type { Finding, DoctorContext } from '../../../../src/core/doctor/doctorContext.ts';
import { doctorChecks } from '../../../../src/core/doctor/doctorChecks.ts';
import { runDoctor } from '../../../../src/core/doctor/runDoctor.ts';
import { contextOf, settingsOf } from './healthyContext.ts';

interface Case {
  readonly check: string;
  readonly title: string;
  readonly context: Partial<DoctorContext>;
  readonly status: Finding['status'];
  readonly what: RegExp;
  readonly remedy?: RegExp;
}

const failsWith = (code: ErrorCode, message: string) => () => Promise.reject(new EdkError(code, message));
const space = (freeBytes: number) => () => Promise.resolve({ freeBytes, totalBytes: 100e9 });
const proxied = (http: string | undefined, https: string | undefined, no: string | undefined) => ({
  settings: settingsOf({
    proxy: { http, https, no },
    registry: { push: 'registry.site:5000/kaapana', pull: 'localhost:32000' },
    platformUrl: 'https://kaapana.site/kube-helm-api',
  }),
});
const proxy = 'http://me:secret@proxy.site:3128';

const cases: readonly Case[] = [
  { check: 'node', title: 'new enough', context: {}, status: 'ok', what: /^Node\.js 22\.1\.0$/ },
  { check: 'node', title: 'the oldest', context: { nodeVersion: '20.19.0' }, status: 'ok', what: /20\.19\.0/ },
  {
    check: 'node',
    title: 'too old',
    context: { nodeVersion: '20.18.3' },
    status: 'problem',
    what: /20\.18\.3 is older than 20\.19\.0/,
    remedy: /nodejs\.org/,
  },
  {
    check: 'docker',
    title: 'there',
    context: {},
    status: 'ok',
    what: /^Docker Engine 28\.2\.1 at unix:\/\/\/var\/run\/docker\.sock$/,
  },
  {
    check: 'docker',
    title: 'there, with letters in the version',
    context: { docker: () => Promise.resolve({ version: '20.10.24+dfsg1', endpoint: 'x', rootFolder: undefined }) },
    status: 'ok',
    what: /20\.10\.24\+dfsg1/,
  },
  {
    check: 'docker',
    title: 'too old',
    context: { docker: () => Promise.resolve({ version: '19.03.5', endpoint: 'x', rootFolder: undefined }) },
    status: 'problem',
    what: /19\.03\.5 .*older than 20\.10/,
    remedy: /docs\.docker\.com/,
  },
  {
    check: 'docker',
    title: 'not there',
    context: { docker: failsWith('docker.unreachable', 'No Docker at x.') },
    status: 'problem',
    what: /^No Docker at x\.$/,
    remedy: /DOCKER_HOST/,
  },
  {
    check: 'docker',
    title: 'not permitted',
    context: { docker: failsWith('docker.forbidden', 'No permission for x.') },
    status: 'problem',
    what: /No permission/,
    remedy: /group "docker"/,
  },
  { check: 'helm', title: 'version 3', context: {}, status: 'ok', what: /^Helm 3\.19\.0 \(helm\)$/ },
  {
    check: 'helm',
    title: 'version 4',
    context: { helmVersion: () => Promise.resolve('v4.0.1+g12') },
    status: 'ok',
    what: /4\.0\.1/,
  },
  {
    check: 'helm',
    title: 'too old',
    context: { helmVersion: () => Promise.resolve('v3.7.2') },
    status: 'problem',
    what: /3\.7\.2 .*older than 3\.8/,
    remedy: /helm\.sh/,
  },
  {
    check: 'helm',
    title: 'something else',
    context: { helmVersion: () => Promise.resolve('hello') },
    status: 'problem',
    what: /does not report a version/,
    remedy: /EDK_HELM/,
  },
  {
    check: 'helm',
    title: 'missing',
    context: { helmVersion: failsWith('helm.missing', 'No Helm.') },
    status: 'problem',
    what: /No Helm/,
    remedy: /helm\.sh/,
  },
  {
    check: 'registry',
    title: 'answers',
    context: {},
    status: 'ok',
    what: /^Registry at localhost:5000 \(localhost:32000 in the cluster\)$/,
  },
  {
    check: 'registry',
    title: 'has one name',
    context: { settings: settingsOf({ registry: { push: 'r:1', pull: 'r:1' } }) },
    status: 'ok',
    what: /^Registry at r:1$/,
  },
  {
    check: 'registry',
    title: 'is down',
    context: { registry: failsWith('registry.unreachable', 'r does not answer.') },
    status: 'problem',
    what: /does not answer/,
    remedy: /edk platform start/,
  },
  {
    check: 'platform',
    title: 'answers',
    context: {},
    status: 'ok',
    what: /^Platform at http:\/\/localhost:8080\/kube-helm-api \(42 extensions\)$/,
  },
  {
    check: 'platform',
    title: 'is not configured',
    context: { settings: settingsOf({ platformUrl: undefined }) },
    status: 'warning',
    what: /No platform/,
    remedy: /KUBE_HELM_URL/,
  },
  {
    check: 'platform',
    title: 'shows its sign-in page',
    context: { platform: failsWith('platform.notSignedIn', 'HTML came.') },
    status: 'problem',
    what: /HTML/,
    remedy: /Sign in/,
  },
  { check: 'disk', title: 'enough', context: {}, status: 'ok', what: /^50 GB of 100 GB free at/ },
  {
    check: 'disk',
    title: 'little',
    context: { diskSpace: space(9.9e9) },
    status: 'warning',
    what: /9\.9 GB of 100 GB free/,
    remedy: /./,
  },
  {
    check: 'disk',
    title: 'too little',
    context: { diskSpace: space(1.9e9) },
    status: 'problem',
    what: /1\.9 GB .*at least/,
    remedy: /Free some space/,
  },
  {
    check: 'disk',
    title: "too little on Docker's disk",
    context: { diskSpace: (folder) => space(folder === '/var/lib/docker' ? 1e9 : 50e9)() },
    status: 'problem',
    what: /\/var\/lib\/docker/,
    remedy: /docker system prune/,
  },
  {
    check: 'disk',
    title: 'no Docker',
    context: { docker: failsWith('docker.unreachable', 'x') },
    status: 'ok',
    what: /at \/state/,
  },
  { check: 'git', title: 'there', context: {}, status: 'ok', what: /^git 1\.2\.3 \(git\)$/ },
  {
    check: 'git',
    title: 'missing',
    context: { toolVersion: failsWith('tool.missing', 'x') },
    status: 'warning',
    what: /git was not found.*cannot clone/,
    remedy: /git-scm/,
  },
  {
    check: 'git',
    title: 'broken',
    context: { toolVersion: failsWith('tool.failed', 'exit code 1') },
    status: 'warning',
    what: /git does not start \(exit code 1\)/,
    remedy: /./,
  },
  {
    check: 'python',
    title: 'under its other name',
    context: {
      toolVersion: (program) =>
        program === 'python' ? Promise.resolve('Python 3.12') : failsWith('tool.missing', 'x')(),
    },
    status: 'ok',
    what: /^Python 3\.12 \(python\)$/,
  },
  {
    check: 'python',
    title: 'missing',
    context: { toolVersion: failsWith('tool.missing', 'x') },
    status: 'warning',
    what: /python3 was not found/,
    remedy: /python\.org/,
  },
  { check: 'proxy', title: 'none', context: {}, status: 'ok', what: /No proxy/ },
  {
    check: 'proxy',
    title: 'sensible',
    context: proxied(proxy, proxy, '.site,localhost'),
    status: 'ok',
    what: /^Proxy proxy\.site:3128, proxy\.site:3128$/,
  },
  { check: 'proxy', title: 'everything direct', context: proxied(proxy, proxy, '*'), status: 'ok', what: /Proxy/ },
  {
    check: 'proxy',
    title: 'hosts one by one',
    context: proxied(proxy, proxy, 'registry.site:5000, kaapana.site'),
    status: 'ok',
    what: /Proxy/,
  },
  {
    check: 'proxy',
    title: 'without scheme',
    context: proxied('me:secret@proxy.site:3128', proxy, '*'),
    status: 'problem',
    what: /^http_proxy does not start with http/,
    remedy: /Set http_proxy/,
  },
  {
    check: 'proxy',
    title: 'no address',
    context: proxied(proxy, 'http://', '*'),
    status: 'problem',
    what: /^https_proxy is not an address/,
    remedy: /https_proxy/,
  },
  {
    check: 'proxy',
    title: 'of another kind',
    context: proxied('socks5://x:1', proxy, '*'),
    status: 'problem',
    what: /neither/,
    remedy: /./,
  },
  {
    check: 'proxy',
    title: 'only one',
    context: proxied(proxy, '', '*'),
    status: 'warning',
    what: /https_proxy is not/,
    remedy: /Set https_proxy/,
  },
  {
    check: 'proxy',
    title: 'in the way of the registry',
    context: proxied(proxy, proxy, 'kaapana.site,notregistry.site'),
    status: 'warning',
    what: /^registry\.site would/,
    remedy: /Add registry\.site to no_proxy/,
  },
  {
    check: 'proxy',
    title: 'in the way of the platform',
    context: proxied(proxy, proxy, 'registry.site'),
    status: 'warning',
    what: /^kaapana\.site would/,
    remedy: /no_proxy/,
  },
];

describe('doctorChecks', () => {
  for (const { check, title, context, status, what, remedy } of cases) {
    it(`${check}: ${title}`, async () => {
      const checks = doctorChecks.filter(({ id }) => id === check);
      const [result] = await runDoctor(contextOf(context), { checks });
      assert.ok(result);
      assert.equal(result.status, status, result.what);
      assert.match(result.what, what);
      assert.ok(!result.what.includes('secret'));
      if (remedy === undefined) assert.equal(result.remedy, undefined);
      else assert.match(result.remedy ?? '', remedy);
    });
  }

  it('has each check once', () => {
    const ids = doctorChecks.map(({ id }) => id);
    assert.deepEqual(ids, ['node', 'docker', 'helm', 'registry', 'platform', 'disk', 'proxy', 'git', 'python']);
  });
});
