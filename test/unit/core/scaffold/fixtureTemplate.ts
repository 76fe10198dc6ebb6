import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A template of every kind of file, small enough to read. */
export const fixtureFiles: Readonly<Record<string, string | Uint8Array>> = {
  'template.yaml': `kind: workflow
title: Sample
description: A sample.
identity:
  kebab: sample-maker
  snake: sample_maker
  pascal: SampleMaker
  title: The Sample Maker
  description: Makes samples of images.
questions:
  - { id: name, prompt: Name, kind: name }
  - { id: title, prompt: Title, kind: text }
  - { id: description, prompt: Description, kind: text }
  - id: maturity
    prompt: Maturity
    kind: choice
    default: stable
    choices:
      - { value: stable, label: Stable }
      - { value: experimental, label: Experimental }
  - id: hardware
    prompt: Hardware
    kind: choice
    default: cpu
    choices:
      - { value: cpu, label: CPU }
      - { value: gpu, label: GPU }
effects:
  - when: { question: maturity, is: experimental }
    file: extension/sample-maker-workflow/Chart.yaml
    addToList: { path: [keywords], item: kaapanaexperimental }
  - when: { question: maturity, is: stable }
    file: extension/sample-maker-workflow/Chart.yaml
    removeFromList: { path: [keywords], item: kaapanaexperimental }
  - when: { question: hardware, is: gpu }
    file: extension/sample-maker-workflow/Chart.yaml
    addToList: { path: [keywords], item: gpurequired }
  - when: { question: hardware, is: gpu }
    file: processing-containers/sample-maker/Dockerfile
    replaceText: { from: local-only/base-python-cpu, to: local-only/base-python-gpu }
openFirst: processing-containers/sample-maker/files/make.py
`,
  'extension/sample-maker-workflow/Chart.yaml': `# Chart of The Sample Maker
name: sample-maker-workflow # the release
description: Makes samples of images.
keywords: # what the platform lists it by
  - kaapanaworkflow
annotations:
  ui-visible-name: 'The Sample Maker'
  long: "The Sample Maker: Makes samples of images."
  in-flow: { title: The Sample Maker, list: [The Sample Maker] }
  block: |
    The Sample Maker makes them.
`,
  'extension/docker/Dockerfile': `FROM local-only/base-installer:latest
# The Sample Maker
LABEL IMAGE="dag-sample-maker" TITLE="The Sample Maker" \\
      ABOUT="Makes samples of images."
COPY files/sample_maker /kaapana/tmp/dags/sample_maker
`,
  'extension/docker/files/dag_sample_maker.py': `"""The Sample Maker. Makes samples of images."""
from sample_maker.SampleMakerOperator import SampleMakerOperator  # The Sample Maker

title = "The Sample Maker"
single = 'The Sample Maker'
formatted = f"{title}: The Sample Maker"
dag_id = "sample-maker"
`,
  'extension/docker/files/sample_maker/SampleMakerOperator.py': 'class SampleMakerOperator:\n    pass\n',
  'processing-containers/sample-maker/Dockerfile':
    'FROM local-only/base-python-cpu:latest\nLABEL IMAGE="sample-maker"\n',
  'processing-containers/sample-maker/files/make.py': '# Makes samples of images.\n',
  'processing-containers/sample-maker/files/run.sh': '#!/bin/sh\nexec sample-maker\n',
  'parameters.json': '{ "title": "The Sample Maker" }\n',
  'README.md': '# The Sample Maker\n\nMakes samples of images. See `sample-maker`.\n',
  'logo.png': new Uint8Array([0x89, 0x50, 0, 0xff, ...new TextEncoder().encode('sample-maker')]),
  '.gitignore': '__pycache__/\n',
};

const leftovers = { '__pycache__/x.pyc': 'x', '.git/HEAD': 'x', 'extension/docker/files/a.pyc': 'x' };

/** Writes files into a new folder, for as long as `work` runs. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'edk-test-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
      if (path.endsWith('.sh')) await chmod(join(folder, path), 0o755);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const withFixtureTemplate = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  withFiles({ ...fixtureFiles, ...leftovers }, work);
