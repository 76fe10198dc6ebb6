import { basename, posix } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { parseDockerfile, type ParsedDockerfile } from './dockerfile/parseDockerfile.ts';
import { listLabels } from './dockerfile/readLabels.ts';
import { parseIgnoreRules } from './ignoreRules.ts';
import { isBuildIgnored, roleOf } from './readImage.ts';
import { isDockerfileName } from './readImages.ts';
import type { ProjectImage } from './project.ts';
import type { SourceFile } from './sourceFile.ts';

/** The Dockerfiles among the texts of a project, as images. */
export function readImageSources(
  texts: ReadonlyMap<string, SourceFile>,
  buildArguments: Readonly<Record<string, string>>,
): ProjectImage[] {
  return [...texts.values()]
    .filter(({ path }) => isDockerfileName(basename(path)))
    .flatMap((file) => readOne(file, texts, buildArguments) ?? []);
}

function readOne(
  file: SourceFile,
  texts: ReadonlyMap<string, SourceFile>,
  buildArguments: Readonly<Record<string, string>>,
): ProjectImage | undefined {
  const labels = listLabels(file.dockerfile, file.file);
  const last = new Map(labels.map((label) => [label.name, label]));
  if (isBuildIgnored(last)) return undefined;
  const parsed = tryParse(file, buildArguments);
  const bases = parsed instanceof EdkError ? [] : parsed.bases;
  const context = posix.dirname(file.path);
  const ignoreFile = texts.get(`${file.path}.dockerignore`) ?? texts.get(posix.join(context, '.dockerignore'));
  return {
    file,
    problem: parsed instanceof EdkError ? parsed : undefined,
    labels,
    name: last.get('IMAGE')?.value,
    role: roleOf({ labels: last, bases }),
    bases,
    context,
    ignoreRules: parseIgnoreRules(ignoreFile?.text ?? ''),
    ignoreFile,
  };
}

function tryParse(file: SourceFile, buildArguments: Readonly<Record<string, string>>): ParsedDockerfile | EdkError {
  try {
    return parseDockerfile(file.text, file.file, buildArguments);
  } catch (error) {
    if (error instanceof EdkError) return error;
    throw error;
  }
}
