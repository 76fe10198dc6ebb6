import { extensionAnswer, noSuchRelease, statusAnswer, type ReleaseAnswerFacts } from './platformAnswers.ts';
import { scriptFilepond } from './scriptFilepond.ts';
import type { ReceivedRequest, Script, ScriptedAnswer } from './startScriptedServer.ts';

interface FakeRelease {
  readonly chart: string;
  readonly version: string;
  helmStatus: string;
  /** Minutes after the platform's beginning. */
  readonly deployedAt: number;
}

export interface FakePlatformOptions {
  /** What is installed from the beginning, by name of the release. */
  readonly releases?: Readonly<Record<string, Pick<FakeRelease, 'chart' | 'helmStatus'>>>;
  /** Further releases that only the list shows: they were removed a moment ago. */
  readonly removed?: Readonly<Record<string, string>>;
  /** What the list shows of the pods of a release, by number of the look from 0 on. */
  readonly pods?: (look: number) => NonNullable<ReleaseAnswerFacts['pods']>;
  readonly links?: readonly string[];
  /** How many times the list fails first. */
  readonly listFailures?: number;
  /** How an installation ends: without a word about the reason, as on a real platform. */
  readonly installs?: 'well' | 'failed' | 'never';
  /** How many requests to remove a release nothing comes of. */
  readonly idleDeletes?: number;
}

export interface FakePlatform {
  readonly routes: Readonly<Record<string, Script>>;
  readonly releases: ReadonlyMap<string, FakeRelease>;
  /** Uploaded files by name. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** The platform in small: what is uploaded, installed and removed is remembered; pods are what the test says. */
export function fakePlatform(options: FakePlatformOptions = {}): FakePlatform {
  const { removed = {}, pods = () => [], links = [], installs = 'well' } = options;
  const filepond = scriptFilepond();
  const releases = new Map<string, FakeRelease>();
  let [minutes, looks, failures, idleDeletes] = [0, 0, options.listFailures ?? 0, options.idleDeletes ?? 0];
  for (const [name, release] of Object.entries(options.releases ?? {})) {
    releases.set(name, { ...release, version: '0.6.0', deployedAt: minutes++ });
  }

  const install = ({ body }: ReceivedRequest): ScriptedAnswer => {
    const { name, version, keywords } = JSON.parse(body.toString()) as Record<'name' | 'version', string> & {
      keywords: string[];
    };
    const isMulti = keywords.includes('kaapanamultiinstallable');
    const release = isMulti ? `${name}-${minutes}` : name;
    if (!isMulti && releases.has(release)) return { body: `Chart is already installed ${release}` };
    if (installs === 'never') return { status: 500, body: `Chart install command failed for ${release}` };
    const helmStatus = installs === 'failed' ? 'failed' : 'deployed';
    releases.set(release, { chart: name, version, helmStatus, deployedAt: minutes++ });
    if (installs === 'failed') return { status: 500, body: `Chart install command failed for ${release}` };
    return { body: `Successfully installed: ${release}` };
  };
  const remove = ({ body }: ReceivedRequest): ScriptedAnswer => {
    const { release_name: name } = JSON.parse(body.toString()) as { release_name: string };
    if (idleDeletes > 0) idleDeletes -= 1;
    else releases.delete(name);
    return { body: `Started uninstalling ${name}` };
  };
  const status = ({ query }: ReceivedRequest): ScriptedAnswer => {
    const release = releases.get(query.get('release_name') ?? '');
    if (release === undefined) return noSuchRelease;
    const time = clock(release.deployedAt);
    return { body: statusAnswer(release.helmStatus, `Sun Nov 22 ${time} 2026`) };
  };
  const list = (): ScriptedAnswer => {
    if (failures-- > 0) return { status: 500, body: { detail: 'Failed to get extensions' } };
    const shown = pods(looks++);
    const entries = Object.entries(removed).map(([name, chart]) => listed(chart, [{ name, pods: shown }]));
    for (const chart of new Set([...releases.values()].map((release) => release.chart))) {
      const own = [...releases].filter(([, release]) => release.chart === chart);
      const facts = own.map(([name, { helmStatus, deployedAt }]) => ({
        name,
        helmStatus,
        links,
        pods: shown,
        updated: `2026-11-22 ${clock(deployedAt)}.5 +0000 UTC`,
      }));
      entries.push(listed(chart, facts));
    }
    return { body: entries };
  };
  return {
    routes: {
      ...filepond.routes,
      'GET /health-check': { body: 'Kube-Helm api is up and running!' },
      'GET /extensions': list,
      'GET /view-chart-status': status,
      'POST /helm-install-chart': install,
      'POST /helm-delete-chart': remove,
    },
    releases,
    files: filepond.files,
  };
}

function listed(chart: string, releases: readonly ReleaseAnswerFacts[]): Record<string, unknown> {
  return extensionAnswer({ chart_name: chart, name: chart, releaseName: chart }, ...releases);
}

function clock(minutes: number): string {
  return `08:${String(minutes).padStart(2, '0')}:50`;
}
