import type { JobSummary } from '../../../core/jobs/jobHistory.ts';
import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';

/** Jobs of an extension: those of its releases, and of the projects in `folders` that contain its chart. */
export function jobsAbout(
  { chart, releases, multiInstallable }: CatalogueExtension,
  jobs: readonly JobSummary[],
  folders: ReadonlySet<string>,
): readonly JobSummary[] {
  const names = new Set([chart, ...releases.map(({ name }) => name)]);
  // Releases that are gone: the platform names them after the chart.
  const isRelease = (name: string): boolean =>
    multiInstallable && name.startsWith(`${chart}-`) && /^[\da-f]{20}$/.test(name.slice(chart.length + 1));
  return jobs.filter(({ subject, project }) => {
    if (subject !== undefined) return names.has(subject) || isRelease(subject);
    return project !== undefined && folders.has(project);
  });
}
