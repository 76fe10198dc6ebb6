import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { leaveOut } from './leaveOut.ts';
import { copySteps, filesOf } from './copySteps.ts';
import { fromRange } from './imageRanges.ts';

const imageData = /\.(?:dcm|ima|nii|nii\.gz|nrrd|nhdr|seg\.nrrd|mha|mhd|mgz|acr)$/iu;

export const patientData: Rule = {
  id: 'image/patient-data',
  needs: 'files',
  severity: 'warning',
  title: 'Medical images are sent along with the build',
  why: 'What is copied into an image goes to a registry, and from there to everybody who can pull it. Images of patients must not go that way.',
  remedy:
    'Leave the files out in .dockerignore, or move them out of the folder. Data that may be published can be suppressed with the reason.',
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
      const goesIn = copy === undefined ? 'is sent along with the build' : 'becomes part of the image';
      yield {
        message: `The medical image ${first.inContext}${more} ${goesIn}.`,
        range: copy?.range ?? fromRange(image),
        fix: leaveOut(project, image, found),
      };
    }
  },
};
