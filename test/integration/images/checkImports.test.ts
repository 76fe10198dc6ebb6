import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checkImports } from '../../../src/core/images/checkImports.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { ImageWorkbench, rootImage } from '../../support/imageWorkbench.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { useRegistry } from '../../support/useRegistry.ts';

describe('imports of a built image', () => {
  const folder = useTemporaryFolder();
  const registry = useRegistry();
  let bench: ImageWorkbench;
  before(async () => {
    bench = await ImageWorkbench.open(registry.address);
    bench.check = checkImports;
  });
  after(() => bench.close());
  afterEach(async () => assert.deepEqual(await containers(), []));

  const containers = async (): Promise<readonly string[]> => {
    const filters = { label: ['org.kaapana.edk.check=imports'] };
    const found = await bench.connection.docker.listContainers({ all: true, filters });
    return found.filter(({ Image }) => Image.includes(registry.address)).map(({ Id }) => Id);
  };
  const dockerfile = (name: string, base = rootImage): string =>
    `FROM ${base}\nLABEL IMAGE="${name}"\nCOPY files /app\n# ${process.hrtime.bigint()}\n`;

  it('names a module that the image lacks, at its line, and pushes nothing', async () => {
    writeFiles(folder.path, {
      Dockerfile: dockerfile('t-edk-import-missing'),
      'files/extract.py': 'import os\nimport helpers.text\nimport no_such_pandas as pd, json\n',
      'files/helpers/text.py': 'from no_such_numpy import array\n',
    });
    const error = await rejection(bench.build(folder.path), 'image.importMissing');
    assert.equal(
      error.message,
      'no_such_pandas is imported here, but the image "t-edk-import-missing" does not have it.',
    );
    assert.deepEqual(error.place, { file: join(folder.path, 'files/extract.py'), line: 3 });
    assert.match(error.detail ?? '', /text\.py:1: no_such_numpy/u);
    assert.match(error.remedy, /requirements\.txt.*--no-import-check/u);
    assert.equal(await bench.client.digest('t-edk-import-missing', '0.6.0', new AbortController().signal), undefined);
  });

  it('takes what is there, what a failure of is caught, what runs later, and what only tests need', async () => {
    writeFiles(folder.path, {
      Dockerfile: dockerfile('t-edk-import-present'),
      'files/json.py': 'raise SystemExit("run")\n',
      'files/main.py': [
        'import os, xml.dom, helper',
        'from . import nothing',
        'try:\n    import no_such_a\nexcept ImportError:\n    pass',
        'def later():\n    import no_such_b',
        'if os.environ.get("X"):\n    import no_such_c',
        'raise SystemExit("run")',
      ].join('\n'),
      'files/deep/helper.py': '',
      'files/tests/test_main.py': 'import no_such_pytest\n',
    });
    const [built] = await bench.build(folder.path);
    assert.equal(built?.outcome, 'built');
  });

  it('names what the Python of the image does not compile', async () => {
    writeFiles(folder.path, {
      Dockerfile: dockerfile('t-edk-import-broken'),
      'files/main.py': 'x = 1\nprint("abc)\n',
    });
    const error = await rejection(bench.build(folder.path), 'image.pythonInvalid');
    assert.deepEqual(error.place, { file: join(folder.path, 'files/main.py'), line: 2 });
  });

  it('says nothing of an image without Python, nor of a DAG image', async () => {
    writeFiles(folder.path, {
      Dockerfile: dockerfile('t-edk-import-none', 'scratch'),
      'files/main.py': 'import no_such_a\n',
    });
    const { step, lines } = recordStep();
    const [built] = await bench.build(folder.path, step);
    assert.equal(built?.outcome, 'built');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('warn')),
      [],
    );
  });

  it('removes its container when the build is cancelled meanwhile', async () => {
    writeFiles(folder.path, { Dockerfile: dockerfile('t-edk-import-cancel'), 'files/main.py': 'import no_such_a\n' });
    const cancel = new AbortController();
    const { step } = recordStep(cancel.signal);
    bench.check = (image, connection, inner) => {
      const { docker } = connection;
      const create = docker.createContainer.bind(docker);
      docker.createContainer = (async (options: object) => {
        const container = await create(options);
        cancel.abort();
        return container;
      }) as typeof docker.createContainer;
      return checkImports(image, connection, inner).finally(() => {
        docker.createContainer = create;
      });
    };
    await assert.rejects(bench.build(folder.path, step), { name: 'AbortError' });
  });
});
