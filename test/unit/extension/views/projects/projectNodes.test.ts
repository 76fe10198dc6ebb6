import assert from 'node:assert/strict';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import type { Chart } from '../../../../../src/core/project/chart.ts';
import { parseIgnoreRules } from '../../../../../src/core/project/ignoreRules.ts';
import type { Project, ProjectImage } from '../../../../../src/core/project/project.ts';
import { SourceFile } from '../../../../../src/core/project/sourceFile.ts';
import type { ProjectEntry } from '../../../../../src/extension/views/projects/projectStore.ts';
import type { ImageKnowledge } from '../../../../../src/extension/views/projects/imageStates.ts';
import { isProjectNode, type ProjectNode } from '../../../../../src/extension/views/projects/projectNode.ts';
import { failureNode, projectNodes } from '../../../../../src/extension/views/projects/projectNodes.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';

const folder = '/work/liver';

function image(name: string, role: ProjectImage['role'], problem?: EdkError): ProjectImage {
  const dockerfile = `${folder}/${name}/Dockerfile`;
  return {
    file: new SourceFile(dockerfile, `${name}/Dockerfile`, ''),
    problem,
    labels: [],
    context: `${folder}/${name}`,
    contextPath: name,
    name,
    place: { file: dockerfile, line: 2 },
    version: undefined,
    role,
    bases: [],
    instructions: [],
    ignoreRules: parseIgnoreRules(''),
    ignoreFile: undefined,
  };
}

const project: Project = {
  folder,
  name: 'liver',
  files: new Map(),
  folders: new Set(),
  filesComplete: true,
  texts: new Map(),
  unread: [],
  images: [image('dag-liver', 'dag'), image('liver', 'processing')],
  charts: [],
  dagFiles: new Map(),
  edkYaml: undefined,
};
const ownChart: Chart = {
  folder: `${folder}/extension/liver-workflow`,
  name: 'liver-workflow',
  version: '0.0.0',
  apiVersion: 'v2',
  keywords: ['kaapanaworkflow', 'kaapanaexperimental', 'gpurequired'],
  title: 'Liver Radiomics',
  dependencies: [],
  values: {},
};
const entry: Extract<ProjectEntry, { kind: 'read' }> = {
  kind: 'read',
  folder,
  project,
  chart: ownChart,
  dagFiles: [`${folder}/dag-liver/files/dag_liver.py`],
  buildVersion: '0.6.0',
  job: undefined,
  watched: false,
};

const nodesOf = (entries: readonly ProjectEntry[], knowledge?: ImageKnowledge): readonly ProjectNode[] =>
  projectNodes(entries, { translate: inEnglish, imagesOf: () => knowledge, findingsOf: () => undefined });

function only(entries: readonly ProjectEntry[], knowledge?: ImageKnowledge): ProjectNode {
  const [node, ...others] = nodesOf(entries, knowledge);
  assert.ok(node !== undefined && others.length === 0);
  return node;
}

describe('projectNodes', () => {
  it('shows that a project is deployed on every save, and offers to stop it', () => {
    const node = only([{ ...entry, watched: true }]);
    assert.equal(node.contextValue, 'project watched');
    assert.match(node.description, /deploys on save/);
    assert.equal(node.icon.name, 'eye');
  });

  it('shows a project by its title, with chart, images and DAGs', () => {
    const node = only([entry]);
    assert.equal(node.label, 'Liver Radiomics');
    assert.equal(node.description, 'liver');
    assert.equal(node.contextValue, 'project unwatched');
    assert.deepEqual(
      node.children.map(({ kind, label, description }) => [kind, label, description]),
      [
        ['chart', 'liver-workflow', '0.6.0 · experimental · needs a GPU'],
        ['image', 'dag-liver', 'DAG image'],
        ['image', 'liver', 'processing container'],
        ['dag', 'dag_liver.py', 'DAG'],
      ],
    );
    assert.equal(node.children[0]?.opens?.file, `${folder}/extension/liver-workflow/Chart.yaml`);
    assert.equal(node.children[1]?.opens?.file, `${folder}/dag-liver/Dockerfile`);
  });

  it('shows a version that is not left to the platform, and the usual maturity and hardware', () => {
    const chart = { ...ownChart, version: '1.2.0', keywords: [] };
    assert.equal(only([{ ...entry, chart }]).children[0]?.description, '1.2.0 · stable · CPU only');
  });

  it('offers no deployment of images without a chart', () => {
    const node = only([{ ...entry, chart: undefined }]);
    assert.equal(node.label, 'liver');
    assert.equal(node.contextValue, 'projectWithoutChart');
  });

  for (const [state, text] of [
    ['running', 'Deploy: running'],
    ['succeeded', 'Deploy: succeeded'],
    ['failed', 'Deploy: failed'],
    ['interrupted', 'Deploy: interrupted'],
    ['cancelled', 'Deploy: cancelled'],
  ] as const) {
    it(`says that its latest job ${text}, with an icon of its own`, () => {
      const node = only([{ ...entry, job: { verb: 'deploy', state, started: 't' } }]);
      assert.equal(node.description, `${text} · liver`);
      assert.notEqual(node.icon.name, only([entry]).icon.name);
    });
  }

  it('counts problems and leads to their places', () => {
    const place = { file: `${folder}/dag-liver/files/dag_liver.py`, line: 7, column: 3 };
    const problem = new EdkError('file.notText', 'Wrong.', { place });
    const unread = [{ path: 'dag-liver/files/dag_liver.py', problem }];
    const node = only([{ ...entry, project: { ...project, unread } }]);
    assert.equal(node.description, '1 problem · liver');
    const [row] = node.children.find(({ kind }) => kind === 'problems')?.children ?? [];
    assert.deepEqual(row?.opens, place);
    assert.equal(row.description, 'dag-liver/files/dag_liver.py:7');
  });

  it('keeps what is right of a project with a typo in one Dockerfile', () => {
    const problem = new EdkError('dockerfile.invalid', 'No RUM.', {
      place: { file: `${folder}/liver/Dockerfile`, line: 3 },
    });
    const images = [image('dag-liver', 'dag'), image('liver', 'processing', problem)];
    const node = only([{ ...entry, project: { ...project, images } }]);
    const [chart, dag, broken] = node.children;
    assert.deepEqual([chart?.kind, dag?.kind, broken?.kind], ['chart', 'image', 'problem']);
    assert.equal(broken?.description, 'cannot be read');
    assert.deepEqual(broken.opens, problem.place);
    assert.match(node.description, /1 problem/);
  });

  it('keeps a project that cannot be read in the list, with what is wrong and where', () => {
    const place = { file: `${folder}/Chart.yaml`, line: 3, column: 1 };
    const error = { code: 'yaml.invalid', message: 'Not YAML.', remedy: 'Correct it.', place } as const;
    const node = only([{ kind: 'broken', folder, error }]);
    assert.equal(node.description, 'cannot be read');
    assert.equal(node.contextValue, 'projectBroken');
    assert.deepEqual(node.children[0]?.opens, place);
    assert.equal(node.children[0].description, 'Chart.yaml:3');
    assert.match(node.children[0].tooltip, /Correct it\./);
  });

  it('opens no folder in an editor', () => {
    const error = { code: 'chart.several', message: 'Two.', remedy: 'One.', place: { file: folder } } as const;
    assert.equal(only([{ kind: 'broken', folder, error }]).children[0]?.opens, undefined);
  });

  it('gives every node an id of its own that stays the same', () => {
    const unread = [1, 2].map((line) => ({
      path: 'x.py',
      problem: new EdkError('file.notText', 'Same.', { place: { file: 'x.py', line } }),
    }));
    const busy = { ...entry, project: { ...project, unread } };
    const ids = (nodes: readonly ProjectNode[]): string[] =>
      nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
    const all = ids(nodesOf([busy]));
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(ids(nodesOf([{ ...busy, project: { ...busy.project, unread: [...unread] } }])), all);
  });

  it('says of each image whether it is built and pushed as it lies there, as icon and text', () => {
    const states = [
      { name: 'dag-liver', state: 'current', reference: 'localhost:32000/dag-liver:0.6.0' },
      { name: 'liver', state: 'changed', reference: 'localhost:32000/liver:0.6.0' },
    ] as const;
    const knowledge: ImageKnowledge = { kind: 'known', images: new Map(states.map((one) => [one.name, one])) };
    const images = only([entry], knowledge).children.filter(({ kind }) => kind === 'image');
    assert.deepEqual(
      images.map(({ description, icon }) => [description, icon.name]),
      [
        ['built and pushed · DAG image', 'pass'],
        ['changed since it was built · processing container', 'diff-modified'],
      ],
    );
    assert.match(images[0]?.tooltip ?? '', /localhost:32000\/dag-liver:0\.6\.0/);
  });

  it('says why it is not known whether an image is built', () => {
    const [, dag] = only([entry], { kind: 'unknown', reason: 'No registry.' }).children;
    assert.equal(dag?.description, 'DAG image');
    assert.match(dag.tooltip, /No registry\./);
  });

  it('breaks a long reason into rows, since a narrow side bar cuts their ends off', () => {
    const message = 'The chart names a dependency that cannot be found in the repository it names, nor in a clone.';
    const error = { code: 'chart.invalid', message, remedy: 'Correct it.' } as const;
    const labels = only([{ kind: 'broken', folder, error }]).children.map(({ label }) => label);
    assert.ok(labels.length > 1 && labels.every((label) => label.length <= 38), labels.join('|'));
    assert.equal(labels.join(' '), message);
  });

  it('says why a list could not be made', () => {
    const node = failureNode({ code: 'disk.forbidden', message: 'Not readable.', remedy: 'Change it.' }, inEnglish);
    assert.equal(node.label, 'Retry');
    assert.match(node.tooltip, /Not readable\.\nChange it\./);
    assert.equal(node.contextValue, 'failure');
  });

  it('tells its nodes from what else commands are called with', () => {
    assert.ok(isProjectNode(only([entry])));
    for (const other of [undefined, null, 'x', { folder }, { kind: 'image' }])
      assert.equal(isProjectNode(other), false);
  });
});
