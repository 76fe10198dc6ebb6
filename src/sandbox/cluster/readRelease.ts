import { z } from 'zod';
import type { ListedIngress } from '../ingress/ingressTable.ts';
import { linksOf } from '../ingress/ingressTable.ts';
import type { Release } from '../releases/release.ts';
import type { ListedRelease, ReleaseContent } from './clusterHelm.ts';
import { releaseDescription, splitChart } from './helmWords.ts';
import { readReleaseManifest, type ManifestWorkload } from './releaseManifest.ts';
import type { ReleaseNote } from './releaseNotes.ts';

/** A release as Helm keeps it; its workloads have no pods yet. */
export interface KeptRelease {
  readonly release: Release;
  readonly workloads: readonly ManifestWorkload[];
  readonly ingresses: readonly ListedIngress['ingress'][];
}

export interface ReleaseSources {
  readonly listed: ListedRelease;
  readonly content: ReleaseContent;
  readonly status: Release['status'];
  readonly note: ReleaseNote | undefined;
  readonly namespace: string;
}

const globalSchema = z.record(z.string(), z.unknown()).catch({});

export function readRelease({ listed, content, status, note, namespace }: ReleaseSources): KeptRelease {
  const { workloads, ingresses } = readReleaseManifest(content.manifest, namespace);
  const chart = splitChart(listed.chart);
  const globals = globalSchema.parse(content.config?.['global']);
  // Without a note, somebody installed it without the platform: all that they gave were parameters.
  const names = note?.parameters ?? Object.keys(globals);
  const parameters = Object.fromEntries(names.filter((name) => name in globals).map((name) => [name, globals[name]]));
  const trouble = status === 'uninstalling' ? (note?.trouble ?? '') : '';
  const release: Release = {
    name: listed.name,
    chart: chart.name,
    version: chart.version,
    appVersion: listed.app_version,
    namespace,
    status,
    description: trouble === '' ? releaseDescription(status, content.info.description) : trouble,
    installedAt: new Date(content.info.last_deployed).toISOString(),
    multiInstallable: note?.multiInstallable ?? false,
    parameters,
    seen: parameters,
    manifests: content.manifest,
    links: linksOf(ingresses),
    workloads: [],
  };
  return { release, workloads, ingresses };
}
