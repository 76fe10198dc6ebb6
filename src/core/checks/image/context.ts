import { join, posix } from 'node:path';
import type { Project, ProjectImage } from '../../project/project.ts';
import { formatBytes } from '../../text/formatAmounts.ts';
import type { Mark } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { type ContextFile, contextFiles, copySteps, filesOf } from './copies.ts';
import { fromRange } from './dockerfile.ts';

/** More patterns than this are better written by hand. */
const most = 10;

/** Adds files to the .dockerignore of an image, or creates it. */
function leaveOut(project: Project, image: ProjectImage, files: readonly ContextFile[]): Mark['fix'] {
  if (files.length > most || files.some(({ inContext }) => /[*?[\]\\!#\s]/u.test(inContext))) return undefined;
  const patterns = files.map(({ inContext }) => `${inContext}\n`).join('');
  return { title: 'Exclude them in .dockerignore', edits: [appendToIgnoreFile(project, image, patterns)] };
}

function appendToIgnoreFile(project: Project, { ignoreFile, contextPath: context }: ProjectImage, lines: string) {
  if (ignoreFile === undefined) {
    const file = join(project.folder, context, '.dockerignore');
    return { range: { file, line: 1, column: 1, endLine: 1, endColumn: 1 }, text: lines };
  }
  const { text } = ignoreFile;
  const start = text === '' || text.endsWith('\n') ? '' : '\n';
  return { range: ignoreFile.rangeOf(text.length, text.length), text: start + lines };
}

const imageData = /\.(?:dcm|ima|nii|nii\.gz|nrrd|nhdr|seg\.nrrd|mha|mhd|mgz|acr)$/iu;

export const patientData: Rule = {
  id: 'image/patient-data',
  needs: 'files',
  severity: 'warning',
  title: 'Medical images are sent with the build',
  why: 'What is copied into an image goes to a registry, and from there to everyone who can pull it. Patient data must not leave this way.',
  remedy:
    'Exclude the files in .dockerignore, or move them out of the folder. For data that may be published, suppress this warning with the reason.',
  *check(project) {
    for (const image of project.images) {
      const found = contextFiles(project, image).filter(
        ({ ignored, path, content }) => !ignored && (content === 'dicom' || imageData.test(path)),
      );
      const [first] = found;
      if (first === undefined) continue;
      const copy = copySteps(image).find(({ sources }) =>
        sources.some((source) => filesOf(source, [first.inContext]).length > 0),
      );
      const more = found.length === 1 ? '' : ` and ${found.length - 1} more`;
      const goesIn = copy === undefined ? 'is sent with the build' : 'is copied into the image';
      yield {
        message: `Medical image data ${goesIn}: ${first.inContext}${more}.`,
        range: copy?.range ?? fromRange(image),
        fix: leaveOut(project, image, found),
      };
    }
  },
};

const secretName =
  /^(?:\.env(?:\.(?!example$|sample$|template$).+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.git-credentials|\.htpasswd|kubeconfig|.*\.kubeconfig|credentials(?:\.json)?|service[-_]account.*\.json|.*\.(?:key|p12|pfx|jks|keystore|kdbx|ppk))$/iu;

export const secretInContext: Rule = {
  id: 'image/secret-in-context',
  needs: 'files',
  severity: 'warning',
  title: 'A secret is sent with the build',
  why: 'Anyone who can pull the image can read what was copied into it, even if a later step removes the file.',
  remedy: 'Exclude the file in .dockerignore, and pass secrets when the container runs.',
  *check(project) {
    for (const image of project.images) {
      const found = contextFiles(project, image).filter(({ ignored, path }) => {
        return !ignored && secretName.test(posix.basename(path));
      });
      const [first] = found;
      if (first === undefined) continue;
      const copy = copySteps(image).find(({ sources }) =>
        sources.some((source) => filesOf(source, [first.inContext]).length > 0),
      );
      const more = found.length === 1 ? '' : ` and ${found.length - 1} more`;
      yield {
        message: `Possible secret: ${first.inContext}${more}.`,
        range: copy?.range ?? fromRange(image),
        fix: leaveOut(project, image, found),
      };
    }
  },
};

/** In bytes. */
const largeContext = 50 * 1024 * 1024;
const manyFiles = 2000;

export const ignoreFileMissing: Rule = {
  id: 'image/ignore-file-missing',
  needs: 'files',
  severity: 'warning',
  title: 'A large folder is sent to Docker without a .dockerignore',
  why: 'Everything beside the Dockerfile is read and sent for each build, whether or not it is copied.',
  remedy: 'Add a .dockerignore that excludes what the image does not need.',
  *check(project) {
    for (const image of project.images) {
      if (image.ignoreFile !== undefined) continue;
      const files = contextFiles(project, image);
      const size = files.reduce((sum, file) => sum + file.size, 0);
      if (size < largeContext && files.length < manyFiles) continue;
      yield {
        message: `${files.length} files (${formatBytes(size)}) are sent for every build of this image.`,
        range: fromRange(image),
        fix: {
          title: 'Add a .dockerignore',
          edits: [appendToIgnoreFile(project, image, '.git\n.venv\nvenv\n**/__pycache__\n**/*.pyc\nnode_modules\n')],
        },
      };
    }
  },
};
