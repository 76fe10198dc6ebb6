import type { Project, ProjectImage } from '../../project/project.ts';
import { isParsed } from '../../project/readImage.ts';
import { resolveBase, withoutTag } from '../../project/references/imageReference.ts';
import type { SourceRange } from '../../project/sourceFile.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { CheckSettings } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** The last FROM, which the image itself starts from; the first line in a file without one. */
export function fromRange({ file }: ProjectImage): SourceRange {
  const from = file.dockerfile.getFROMs().at(-1);
  return from === undefined ? file.rangeFrom() : file.rangeOfLines(from.getRange());
}

/** The last label with this name, which wins. */
export function labelRange({ file, labels }: ProjectImage, name: string): SourceRange | undefined {
  const label = labels.findLast((one) => one.name === name);
  return label === undefined ? undefined : file.rangeOfLines(label.range);
}

export const dockerfileInvalid: Rule = {
  id: 'image/dockerfile-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A Dockerfile cannot be read',
  why: 'Docker cannot build it.',
  remedy: 'Fix the line that is marked.',
  *check({ images }) {
    for (const { problem, file } of images) {
      // Other rules report problems with its name.
      if (problem?.code.startsWith('dockerfile.') === true)
        yield { message: problem.message, range: file.rangeFrom(problem.place) };
    }
  },
};

/** Images whose command is a shell or nothing. */
const bare =
  /^(?:(?:docker\.io\/)?(?:library\/)?)(?:scratch|debian|ubuntu|alpine|busybox|fedora|centos|rockylinux|almalinux|python|node|r-base|julia)$/u;

export const commandMissing: Rule = {
  id: 'image/command-missing',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'A processing container has no CMD',
  why: 'The container runs the command of its base image, which is a shell or nothing. It exits at once, and the operator does no work.',
  remedy: 'Add CMD ["python3", "-u", "<script>"], or give the operator a command.',
  *check(project, settings) {
    for (const image of project.images) {
      if (image.role !== 'processing' || !isParsed(image)) continue;
      if (startsSomething({ project, settings, seen: new Set() }, image) || isCommandedElsewhere(project, image))
        continue;
      yield { message: 'This image has neither CMD nor ENTRYPOINT.', range: fromRange(image) };
    }
  },
};

interface Search {
  readonly project: Project;
  readonly settings: Pick<CheckSettings, 'registry' | 'baseImages'>;
  readonly seen: Set<ProjectImage>;
}

function startsSomething(search: Search, image: ProjectImage): boolean {
  const { seen } = search;
  if (seen.has(image)) return true;
  seen.add(image);
  const { dockerfile } = image.file;
  const instructions = dockerfile.getInstructions();
  const keywords = instructions.map((instruction) => instruction.getKeyword());
  const stages = dockerfile.getFROMs();
  let stage = stages.length - 1;
  let start = keywords.lastIndexOf('FROM');
  let end = keywords.length;
  // A stage inherits from the stage it starts from.
  for (let step = stages.length; step > 0; step -= 1) {
    if (keywords.slice(start, end).some((keyword) => keyword === 'CMD' || keyword === 'ENTRYPOINT')) return true;
    const from = stages[stage]?.getImage();
    const earlier = stages
      .slice(0, stage)
      .findIndex((other) => other.getBuildStage()?.toLowerCase() === from?.toLowerCase());
    if (earlier === -1) break;
    stage = earlier;
    const starts = keywords.flatMap((keyword, index) => (keyword === 'FROM' ? [index] : []));
    [start, end] = [starts[stage] ?? 0, starts[stage + 1] ?? keywords.length];
  }
  return baseStartsSomething(search, image, stages[stage]?.getImage() ?? undefined);
}

function baseStartsSomething(search: Search, { bases, file }: ProjectImage, from: string | undefined): boolean {
  const { settings, project } = search;
  const { images } = project;
  const base = bases.find(({ start, end }) => file.text.slice(start, end) === from);
  if (base === undefined) return from !== undefined && from !== 'scratch';
  const siblings = new Set(images.flatMap(({ name }) => name ?? []));
  const resolved = resolveBase(base.reference, { siblings, registry: settings.registry });
  if (resolved.kind === 'registry') return !settings.baseImages.has(resolved.name);
  if (resolved.kind === 'external') return !bare.test(withoutTag(resolved.reference));
  const sibling = images.find(({ name }) => name === resolved.name);
  return sibling === undefined || startsSomething(search, sibling);
}

/** The command may come from an operator (`cmds`), a template of the Task API or a container in a chart. */
function isCommandedElsewhere(
  { texts, dagFiles, charts }: Project,
  { name, contextPath: context }: ProjectImage,
): boolean {
  if (name === undefined) return true;
  const description = [...texts.values()].find(
    ({ path }) => path.endsWith('/processing-container.json') && path.startsWith(`${context}/`),
  );
  const content = description?.yaml?.value;
  if (isMap(content) && JSON.stringify(content['templates'] ?? '').includes('"command"')) return true;
  const names = (text: string): boolean => text.includes(name);
  if ([...dagFiles.values()].some(({ text }) => names(text) && /\bcmds\s*=/u.test(text))) return true;
  return charts.some(({ templates, values }) => {
    return (values !== undefined && names(values.text)) || templates.some(({ text }) => names(text))
      ? templates.some(({ text }) => /^\s*-?\s*(?:command|args):/mu.test(text))
      : false;
  });
}
