import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { sourceLinks } from '../../../../../src/core/checks/links/sourceLinks.ts';
import { checkSettings, projectFolder, projectFrom } from '../../../../support/checks/projectFrom.ts';
import { sampleProject } from '../../../../support/checks/sampleProject.ts';

const dag = 'extension/docker/files/dag_liver.py';
const operator = 'extension/docker/files/liver/LiverOperator.py';
const values = 'extension/liver-workflow/values.yaml';
const dockerfile = 'processing-containers/liver/Dockerfile';

interface LinkCase {
  readonly title: string;
  readonly path: string;
  readonly files?: Readonly<Record<string, string>>;
  /** `<text that leads there> -> <path>:<line>` */
  readonly links: readonly string[];
}

const cases: readonly LinkCase[] = [
  {
    title: 'image= to the label of the Dockerfile',
    path: operator,
    links: [`f"{DEFAULT_REGISTRY}/liver:{KAAPANA_BUILD_VERSION}" -> ${dockerfile}:2`],
  },
  {
    title: 'image= of another project to nothing',
    path: operator,
    files: { [operator]: 'Operator(image="localhost:32000/lung:1")\n' },
    links: [],
  },
  { title: 'values.yaml to the DAG image', path: values, links: ['dag-liver -> extension/docker/Dockerfile:2'] },
  {
    title: 'an import to the file and the class of the operator',
    path: dag,
    links: [`liver.LiverOperator -> ${operator}:1`, `LiverOperator -> ${operator}:5`],
  },
  {
    title: 'an import to the class that a package hands on',
    path: dag,
    files: {
      [dag]: 'from liver import LiverOperator, other\n',
      'extension/docker/files/liver/__init__.py': '\nfrom .LiverOperator import LiverOperator\n',
      'extension/docker/files/liver/other.py': '',
    },
    links: [
      'liver -> extension/docker/files/liver/__init__.py:1',
      `LiverOperator -> ${operator}:5`,
      'other -> extension/docker/files/liver/other.py:1',
    ],
  },
  {
    title: 'an import in a circle to nothing',
    path: dag,
    files: {
      [dag]: 'from liver import Lost\n',
      'extension/docker/files/liver/__init__.py': 'from .b import Lost\n',
      'extension/docker/files/liver/b.py': 'from . import Lost\n',
    },
    links: ['liver -> extension/docker/files/liver/__init__.py:1'],
  },
  {
    title: 'FROM to a base outside the project',
    path: dockerfile,
    links: ['local-only/base-python-cpu:latest -> ../bases/base-python-cpu/Dockerfile:1'],
  },
  {
    title: 'FROM to a base of the project',
    path: dockerfile,
    files: {
      [dockerfile]: 'FROM local-only/liver-base:latest AS a\nFROM local-only/lost:latest\nLABEL IMAGE="liver"\n',
      'base/Dockerfile': 'FROM scratch\nLABEL REGISTRY="local-only"\nLABEL IMAGE="liver-base"\n',
    },
    links: ['local-only/liver-base:latest -> base/Dockerfile:3'],
  },
];

describe('links of a file', () => {
  for (const { title, path, files, links } of cases) {
    it(`lead from ${title}`, async () => {
      const project = await projectFrom({ ...sampleProject, ...files });
      const baseDockerfile = (name: string) =>
        name === 'base-python-cpu' ? `/projects/bases/${name}/Dockerfile` : undefined;
      const found = sourceLinks(project, path, { settings: checkSettings, baseDockerfile }).map(({ from, to }) => {
        const text = project.texts
          .get(path)
          ?.line(from.line)
          .text.slice(from.column - 1, from.endColumn - 1);
        return `${text} -> ${relative(projectFolder, to.file)}:${to.line}`;
      });
      assert.deepEqual(found, links);
    });
  }
});
