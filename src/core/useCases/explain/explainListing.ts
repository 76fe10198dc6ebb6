import type { CatalogueExtension } from '../../platform/catalogue/readCatalogue.ts';
import { hasKind, kindKeywords } from '../../project/chart.ts';
import type { ChainLink, PlatformSubject } from './chainLink.ts';

/** Whether the platform lists the chart, in which version, and whether users can see it. */
export function explainListing(subject: PlatformSubject, extension: CatalogueExtension | undefined): ChainLink[] {
  const chart = { id: 'chart', title: 'Chart on the platform' } as const;
  if (extension === undefined) {
    if (subject.folder !== undefined && !hasKind(subject.keywords)) {
      return [
        {
          ...chart,
          state: 'broken',
          says: `Chart.yaml has none of the keywords ${kindKeywords.join(', ')}: the platform does not list it.`,
          remedy: { text: 'Add the keyword and deploy again.' },
        },
      ];
    }
    return [
      {
        ...chart,
        state: 'broken',
        says: `The platform does not list "${subject.chart}".`,
        detail: 'Its list is up to 30 s old: a chart that was just uploaded may still be missing.',
        remedy:
          subject.folder === undefined
            ? { text: 'Upload its chart: edk upload <file>.' }
            : { text: 'Upload it: edk deploy.', action: 'deploy' },
      },
    ];
  }
  const listed: ChainLink = { ...chart, state: 'good', says: `Listed as "${extension.title}".` };
  const version = explainVersion(subject, extension);
  if (version.state === 'broken') return [listed, version];
  return [listed, version, explainVisibility(extension), projectLink(extension)];
}

function explainVersion({ version }: PlatformSubject, { versions }: CatalogueExtension): ChainLink {
  const link = { id: 'version', title: 'Version' } as const;
  const [newest = ''] = versions;
  if (version === undefined) return { ...link, state: 'good', says: `The newest version is ${newest}.` };
  if (!versions.includes(version)) {
    return {
      ...link,
      state: 'broken',
      says: `This project has version ${version}; the platform has ${versions.join(', ')}.`,
      remedy: { text: 'Upload this version: edk deploy.', action: 'deploy' },
    };
  }
  if (newest === version) return { ...link, state: 'good', says: `${version} is the newest version on the platform.` };
  return {
    ...link,
    state: 'note',
    says: `This project has version ${version}; the platform offers the newer ${newest} first.`,
    remedy: { text: 'Choose the version on the Extensions page, or set buildVersion in edk.yaml.' },
  };
}

function explainVisibility({ maturity, kind, chart }: CatalogueExtension): ChainLink {
  const link = { id: 'visible', title: 'Visible on the Extensions page' } as const;
  if (kind === 'platform') {
    return { ...link, state: 'note', says: 'It is a platform. Platforms are listed on their own page.' };
  }
  if (maturity === 'stable') return { ...link, state: 'good', says: `A stable ${kind}, so no filter hides it.` };
  return {
    ...link,
    state: 'note',
    says: `"${chart}" is experimental, and the page shows only stable extensions by default.`,
    remedy: {
      text: 'Set Maturity to Experimental or All on that page, or remove the keyword kaapanaexperimental.',
      action: 'showFilter',
    },
  };
}

function projectLink({ kind }: CatalogueExtension): ChainLink {
  const what = kind === 'workflow' ? 'workflow' : 'extension';
  return {
    id: 'project',
    title: 'Allowed in the project',
    state: 'unknown',
    says: `Since Kaapana 0.5 a ${what} must be allowed in each project. This cannot be checked through the API.`,
    remedy: { text: "If it is missing only for some users or projects, check the project's settings on the platform." },
  };
}
