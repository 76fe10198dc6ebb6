import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { rootImage } from '../../support/imageWorkbench.ts';
import { useEdk, type EdkWorkshop, type ExpectedFailure } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

interface BadProject extends ExpectedFailure {
  readonly title: string;
  /** Written over the small project; undefined removes a file. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly spoil?: (edk: EdkWorkshop) => void;
  readonly user?: 'nobody';
}

const chart = smallProject['small-chart/Chart.yaml'];
const image = (name: string, base = 'scratch') => `FROM ${base}\nLABEL IMAGE="${name}"\nCOPY . /\n`;

const dockerfiles: readonly BadProject[] = [
  {
    title: 'an empty Dockerfile',
    files: { 'docker/Dockerfile': '# nothing yet\n' },
    code: 'dockerfile.empty',
    says: /docker\/Dockerfile/,
    place: 'docker/Dockerfile',
  },
  {
    title: 'a Dockerfile with a syntax error',
    files: { 'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-small"\nCOPI hello.txt /\n' },
    code: 'dockerfile.invalid',
    says: /COPI/,
    place: 'docker/Dockerfile:3:1',
  },
  {
    title: 'a Dockerfile without the label IMAGE',
    files: { 'docker/Dockerfile': 'FROM scratch\nCOPY hello.txt /\n' },
    code: 'image.noName',
    says: /docker\/Dockerfile has no label IMAGE/,
    place: 'docker/Dockerfile',
    adds: /LABEL IMAGE=/,
  },
  {
    title: 'two Dockerfiles with the same IMAGE',
    files: { 'other/Dockerfile': `# another\n${image('t-edk-small')}` },
    code: 'image.duplicate',
    says: /"t-edk-small": .*docker\/Dockerfile:2 and .*other\/Dockerfile:3/,
    place: 'other/Dockerfile:3:7',
  },
  {
    title: 'a circular FROM',
    files: {
      'a/Dockerfile': image('t-edk-a', 'local-only/t-edk-b:latest'),
      'b/Dockerfile': image('t-edk-b', 'local-only/t-edk-a:latest'),
    },
    code: 'image.cycle',
    says: /"t-edk-a" needs "t-edk-b", which needs "t-edk-a"/,
    place: 'a/Dockerfile:2:7',
  },
  {
    title: 'FROM an unknown base of the registry',
    files: { 'docker/Dockerfile': image('t-edk-small', 'local-only/base-pyton-cpu:latest') },
    code: 'image.baseUnknown',
    says: /docker\/Dockerfile:1: the registry has no base image "base-pyton-cpu"/,
    place: 'docker/Dockerfile:1:6',
    adds: /edk init/,
  },
  {
    title: 'FROM an unknown base of another registry',
    files: { 'docker/Dockerfile': image('t-edk-small', '127.0.0.1:1/nobody/nothing:3') },
    code: 'image.baseUnknown',
    says: /nobody\/nothing:3 is not available/,
    place: 'docker/Dockerfile:1:6',
  },
  {
    title: 'a symlink out of the context that COPY takes',
    files: { 'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-small"\nCOPY . /\n' },
    spoil: (edk) => symlinkSync('../../secrets.txt', join(edk.project, 'docker/link.txt')),
    code: 'context.escapes',
    says: /docker\/link\.txt points outside the build context, to \.\.\/\.\.\/secrets\.txt/,
    place: 'docker/link.txt',
    adds: /\.dockerignore/,
  },
  {
    title: 'a context with an unreadable file',
    spoil: (edk) => chmodSync(join(edk.project, 'docker/hello.txt'), 0o000),
    user: 'nobody',
    code: 'context.unreadable',
    says: /docker\/hello\.txt cannot be read/,
    place: 'docker/hello.txt',
    adds: /readable/,
  },
  {
    title: 'a disk that gets full during the build (ENOSPC in a RUN)',
    files: {
      'docker/Dockerfile':
        'ARG ROOT_IMAGE\nFROM ${ROOT_IMAGE}\nLABEL IMAGE="t-edk-small"\nRUN dd if=/dev/zero of=/dev/full count=1\n',
      'edk.yaml': `buildArguments:\n  ROOT_IMAGE: ${rootImage}\n`,
    },
    code: 'build.failed',
    says: /docker\/Dockerfile:4: .*failed in .*dd if=/,
    place: 'docker/Dockerfile:4',
    adds: /No space left on device[^]*Free some space/,
  },
];

const charts: readonly BadProject[] = [
  {
    title: 'no Chart.yaml',
    files: { 'small-chart/Chart.yaml': undefined },
    code: 'chart.missing',
    says: /has no chart/,
    place: '',
  },
  {
    title: 'two Chart.yaml',
    files: { 'second-chart/Chart.yaml': chart },
    code: 'chart.several',
    says: /has 2 charts: second-chart, small-chart/,
    place: '',
  },
  {
    title: 'a Chart.yaml that is invalid YAML',
    files: { 'small-chart/Chart.yaml': 'apiVersion: v2\nname: small: chart\n' },
    code: 'yaml.invalid',
    says: /small-chart\/Chart\.yaml/,
    place: 'small-chart/Chart.yaml:2:12',
  },
  {
    title: 'a Chart.yaml with an invalid name',
    files: { 'small-chart/Chart.yaml': chart.replace('name: small-chart', 'name: Small_Chart') },
    code: 'chart.invalid',
    says: /Small_Chart/,
    place: 'small-chart/Chart.yaml:2:7',
  },
  {
    title: 'a Chart.yaml without a keyword that the platform lists',
    files: { 'small-chart/Chart.yaml': chart.replace('kaapanaworkflow', 'kaapanaworkflows') },
    code: 'chart.invalid',
    says: /"small-chart" has none of the keywords kaapanaworkflow/,
    place: 'small-chart/Chart.yaml',
  },
  {
    title: 'a dependency that is not found',
    files: {
      'small-chart/Chart.yaml': `${chart}dependencies:\n  - name: nowhere\n    version: 0.0.0\n    repository: file://../nowhere\n`,
    },
    code: 'check.failed',
    says: /nowhere/,
    place: 'small-chart/Chart.yaml:9:17',
    adds: /chart\/dependency-not-found/,
  },
  {
    title: 'a values.yaml with a list between keys',
    files: { 'small-chart/values.yaml': 'global:\n  greeting: hello\n  - bye\n' },
    code: 'yaml.invalid',
    says: /values\.yaml/,
    place: 'small-chart/values.yaml:3:3',
  },
  {
    title: 'a template that cannot be rendered',
    files: { 'small-chart/templates/greeting.yaml': 'a: 1\nb: {{ .Values.nothing.deeper }}\n' },
    code: 'chart.render',
    says: /greeting\.yaml/,
    place: 'small-chart/templates/greeting.yaml:2:14',
  },
];

describe('edk meets a bad project with a clear error, changes nothing and leaves nothing behind:', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  const arrange = async (files: Readonly<Record<string, string | undefined>>): Promise<void> => {
    const { project } = workshop.edk;
    const all: [string, string | undefined][] = Object.entries({ ...smallProject, ...files });
    await writeFiles(
      project,
      Object.fromEntries(
        all.flatMap(([path, text]: [string, string | undefined]) => (text === undefined ? [] : [[path, text]])),
      ),
    );
  };

  for (const { title, files = {}, spoil, user, ...expected } of [...dockerfiles, ...charts]) {
    it(title, async () => {
      const { edk } = workshop;
      await arrange(files);
      spoil?.(edk);
      const args = ['build', 'extension', '--no-import', '--registry', registry.address];
      await edk.fails(args, expected, user === undefined ? {} : { user });
    });
  }

  it('mistakes one after the other, and is green when all are mended', async () => {
    const { edk } = workshop;
    const args = ['build', 'extension', '--no-import', '--registry', registry.address];
    await arrange({
      // A content of its own: the registry is shared, and another test may have built the usual one.
      'docker/hello.txt': 'mended\n',
      'docker/Dockerfile': 'FROM scratch\nCOPY nope.txt /\n',
      'small-chart/values.yaml': 'a: 1\n- 2\n',
    });
    await edk.fails(args, { code: 'image.noName', says: /no label IMAGE/ });
    await writeFiles(edk.project, {
      'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-small"\nCOPY nope.txt /\n',
    });
    await edk.fails(args, { code: 'yaml.invalid', says: /values\.yaml/, place: 'small-chart/values.yaml:2:1' });
    await writeFiles(edk.project, { 'small-chart/values.yaml': smallProject['small-chart/values.yaml'] });
    await edk.fails(args, {
      code: 'check.failed',
      says: /"nope\.txt" does not exist/,
      place: 'docker/Dockerfile:3:6',
    });
    await writeFiles(edk.project, { 'docker/Dockerfile': smallProject['docker/Dockerfile'] });
    const { stdout } = await edk.succeeds(args);
    assert.match(stdout, /t-edk-small:0\.6\.0 .*built[^]*small-chart-0\.6\.0\.tgz/);
  });

  it('flags over edk.yaml over the environment', async () => {
    const { edk } = workshop;
    await arrange({ 'edk.yaml': 'registry: 127.0.0.1:2\n' });
    const env = { LOCAL_REGISTRY_URL: '127.0.0.1:3' };
    const failed = (port: number) =>
      ({ code: 'registry.unreachable', says: new RegExp(`127\\.0\\.0\\.1:${port} `) }) as const;
    await edk.fails(['registry', '--registry', '127.0.0.1:1'], failed(1), { env });
    await edk.fails(['registry'], failed(2), { env });
    await edk.fails(['registry'], failed(3), { env, folder: edk.at('home') });
  });

  it('a missing Dockerfile', async () => {
    const { edk } = workshop;
    await arrange({});
    await edk.fails(['build', 'image', '--dockerfile', 'docker/Dockerfile.gpu', '--registry', registry.address], {
      code: 'dockerfile.missing',
      says: /docker\/Dockerfile\.gpu/,
      adds: /--dockerfile/,
    });
  });

  it('a folder that is no project, and one that is not there', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, { 'notes/todo.txt': 'write an extension\n' });
    const expected = { code: 'project.notFound', adds: /--dir/ } as const;
    await edk.fails(['deploy', '--platform-url', 'http://127.0.0.1:9', '--dir', 'notes'], {
      code: 'platform.unreachable',
      says: /127\.0\.0\.1:9/,
    });
    await edk.fails(['build', 'extension', '--dir', 'notes'], {
      ...expected,
      says: /notes is not an extension/,
      place: 'notes',
    });
    await edk.fails(['build', 'extension', '--dir', 'nope'], {
      ...expected,
      says: /The folder .* does not exist/,
      place: 'nope',
    });
  });

  it('an invalid edk.yaml, with line and column', async () => {
    const { edk } = workshop;
    await arrange({ 'edk.yaml': 'buildVersion: 0.6.0\nregistri: localhost:5000\n' });
    const expected = { code: 'settings.invalid', says: /registri/, place: 'edk.yaml:2:11' } as const;
    for (const verb of [['build', 'extension'], ['status'], ['doctor']]) await edk.fails(verb, expected);
  });
});
