import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDocker, type DockerConnection, readImageId } from '../../../src/core/docker/connectDocker.ts';

import { ensureRunImage } from '../../../src/core/useCases/run/ensureRunImage.ts';
import { openEdkContext, type TestContext } from '../../support/edkContext.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const dockerfile = 'FROM scratch\nLABEL IMAGE="stand-ins"\nCOPY run-images/stand-ins/content /\n';

/** An image of the same name that builds in a moment. */
async function smallTemplates(folder: string, content: string): Promise<void> {
  await writeFiles(folder, {
    'run-images/stand-ins/Dockerfile': dockerfile,
    'run-images/stand-ins/Dockerfile.dockerignore': '**\n!run-images/stand-ins/content\n',
    'run-images/stand-ins/content': content,
    'base-images/unrelated': '',
  });
}

describe('the images of runs on this machine', () => {
  let context: TestContext;
  let connection: DockerConnection;
  let templatesFolder: string;
  const built = new Set<string>();

  const ensure = async (): Promise<{ readonly reference: string; readonly lines: readonly string[] }> => {
    const { step, lines } = recordStep();
    const reference = await ensureRunImage({ ...context.edk, templatesFolder }, 'stand-ins', step);
    built.add(reference);
    return { reference, lines };
  };

  before(async () => {
    context = await openEdkContext();
    const { docker, home } = context.edk.environment;
    connection = await connectDocker({ ...docker, home });
    templatesFolder = join(context.folder, 'templates');
    await smallTemplates(templatesFolder, `content of ${process.pid}`);
  });
  after(async () => {
    for (const reference of built) await connection.docker.getImage(reference).remove();
    await context.close();
  });

  it('are built once, and again when their content changed', async () => {
    const first = await ensure();
    assert.match(first.reference, /^kaapana-edk\/stand-ins:[0-9a-f]{12}$/);
    assert.ok((await readImageId(connection, first.reference)) !== undefined);

    const second = await ensure();
    assert.equal(second.reference, first.reference);
    assert.ok(second.lines.includes('skip unchanged'), second.lines.join('\n'));

    await writeFile(join(templatesFolder, 'base-images', 'unrelated'), 'is not copied');
    assert.equal((await ensure()).reference, first.reference);

    await writeFile(join(templatesFolder, 'run-images', 'stand-ins', 'content'), 'other content');
    assert.notEqual((await ensure()).reference, first.reference);
  });

  it('do not depend on where the templates lie', async () => {
    const { reference } = await ensure();
    const elsewhere = join(context.folder, 'elsewhere');
    await cp(templatesFolder, elsewhere, { recursive: true });
    const { step } = recordStep();
    assert.equal(await ensureRunImage({ ...context.edk, templatesFolder: elsewhere }, 'stand-ins', step), reference);
  });
});
