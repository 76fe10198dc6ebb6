import { join, posix } from 'node:path';
import { isParsed } from '../../project/readImage.ts';
import { mainCharts } from '../../project/requireBuildable.ts';
import { keyRange, valueRange } from '../../project/sourceFile.ts';
import { fieldsOf, mapIn } from '../chart/files.ts';
import { keywordsOf } from '../chart/keywords.ts';
import { contextFiles, copySteps, filesOf } from '../image/copies.ts';
import { fromRange } from '../image/dockerfile.ts';
import type { Rule } from '../rule.ts';

export const chartMissing: Rule = {
  id: 'project/chart-missing',
  needs: 'files',
  severity: 'hint',
  title: 'A project has images but no chart',
  why: 'The images can be built, but there is nothing for the platform to install.',
  remedy: 'Add a folder with Chart.yaml and values.yaml, or create an extension with "edk new".',
  *check({ images, charts }) {
    const [image] = images;
    // Base images are built for other projects.
    if (charts.length > 0 || image === undefined || images.every(({ role }) => role === 'base')) return;
    yield { message: 'This project has images but no chart.', range: fromRange(image) };
  },
};

export const chartSeveral: Rule = {
  id: 'project/chart-several',
  needs: 'files',
  severity: 'error',
  title: 'A project has more than one chart',
  why: 'A project becomes one extension, and it is unclear which chart that is. Charts that another one depends on, or that an operator launches (keyword kaapanaint), do not count.',
  remedy: 'Give every chart its own project, or move one into charts/ of the other if the other depends on it.',
  *check({ charts }) {
    const [first, ...others] = mainCharts(charts);
    for (const { chart } of others) {
      yield { message: `This project already has a chart in ${first?.folder ?? ''}.`, range: chart.rangeFrom() };
    }
  },
};

export const layout: Rule = {
  id: 'project/layout',
  needs: 'files',
  severity: 'warning',
  title: 'The kind of the extension does not match its content',
  why: 'A workflow needs DAGs in an image based on base-installer; an application needs templates. Without them, the extension installs but does nothing.',
  remedy: 'Add what is missing, or change the keyword in Chart.yaml.',
  *check({ charts, images }) {
    for (const { chart, templates, dependencies, role } of charts) {
      if (role !== 'extension') continue;
      const keywords = keywordsOf(chart);
      const range = keyRange(chart, ['keywords']);
      if (keywords.includes('kaapanaworkflow') && !images.some((image) => image.role === 'dag' || !isParsed(image))) {
        yield { message: 'This is a workflow, but no image of the project is based on base-installer.', range };
      }
      const rendersNothing = dependencies.length === 0 && !templates.some(({ path }) => /\.ya?ml$/u.test(path));
      if (keywords.includes('kaapanaapplication') && rendersNothing) {
        yield { message: 'This is an application, but its chart has no templates.', range };
      }
    }
  },
};

export const nameTaken: Rule = {
  id: 'project/name-taken',
  needs: 'platform',
  severity: 'warning',
  title: 'The platform has another extension with this name',
  why: 'The upload replaces the other extension for everyone, and the next update of the platform replaces yours.',
  remedy: 'Choose another name for the chart.',
  *check({ charts }, { extensions }) {
    for (const { chart } of charts) {
      const fields = fieldsOf(chart);
      const { name } = fields;
      if (typeof name !== 'string') continue;
      const written = mapIn(fields, 'annotations')['ui-visible-name'];
      const title = typeof written === 'string' && written.trim() !== '' ? written : name;
      // The same name with the same title is an earlier build of this project.
      const other = extensions.find((extension) => extension.name === name && extension.title !== title);
      if (other === undefined) continue;
      yield { message: `The platform already has "${name}": ${other.title}.`, range: valueRange(chart, ['name']) };
    }
  },
};

export const fileUnreadable: Rule = {
  id: 'project/file-unreadable',
  needs: 'files',
  severity: 'error',
  title: 'A file of the extension cannot be read',
  why: 'Its content cannot be checked, and neither Docker nor Helm can use it as it is.',
  remedy:
    'Replace it with a regular, readable UTF-8 file of at most 2 MiB. A link may point to such a file, but not to a device or a pipe.',
  *check({ unread, folder, images, charts }) {
    const parts = [...images, ...charts];
    for (const { problem, path } of unread) {
      const file = problem.place?.file ?? join(folder, path);
      const range = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
      const isPart = parts.some((part) => part.problem === problem);
      const isRefused = problem.code === 'file.notRegular' || problem.code === 'file.tooLarge';
      // Other files in a context may be excluded by .dockerignore; the build reports those that are not.
      yield { message: problem.message, range, severity: isPart || isRefused ? 'error' : 'warning' };
    }
  },
};

export const fileUnused: Rule = {
  id: 'project/file-unused',
  needs: 'files',
  severity: 'hint',
  title: 'A script is not copied by the Dockerfile beside it',
  why: 'It is sent with every build but never runs: it was forgotten in COPY, or it is no longer needed.',
  remedy: 'Copy it, remove it, or exclude it in .dockerignore.',
  *check(project) {
    const contexts = project.images.map(({ contextPath }) => contextPath);
    for (const image of project.images) {
      if (!isParsed(image)) continue;
      const sources = copySteps(image).flatMap((step) => step.sources);
      // With build arguments or mounts, anything may be copied.
      if (/^\s*(?:COPY|ADD)\b[^\n]*\$|--mount=type=bind/imu.test(image.file.text)) continue;
      for (const { inContext, path, ignored } of contextFiles(project, image)) {
        const text = project.texts.get(path);
        const isScript =
          /\.(?:py|sh|R)$/u.test(path) && !/(?:^|\/)(?:tests?\/|test_|conftest|setup\.py)/u.test(inContext);
        if (text === undefined || !isScript || ignored || text.text.trim() === '') continue;
        // A Dockerfile in a subfolder is closer to the file.
        if (
          contexts.some(
            (other) => other !== image.contextPath && isInside(other, image.contextPath) && isInside(path, other),
          )
        )
          continue;
        // image/dag-file-not-copied reports these in more detail.
        if (image.role === 'dag' && /^dag_|Operator/u.test(posix.basename(path))) continue;
        if (sources.some((source) => filesOf(source, [inContext]).length > 0)) continue;
        yield { message: `${image.file.path} does not copy this file.`, range: text.rangeFrom() };
      }
    }
  },
};

function isInside(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
