import { readdir, stat } from 'node:fs/promises';
import type { HelmTool } from '../helm/helmTool.ts';
import { pathInside } from '../state/pathInside.ts';
import { readPackagedChart, type PackagedChart } from './packagedChart.ts';

/** The uploaded charts. Helm reads each file once; it is read again when its time or size changed. */
export interface ChartStore {
  /** All charts whose file can be read, in the folder's order. */
  list(): Promise<PackagedChart[]>;
  /** One chart by the name of its file; undefined when there is no such file. Rejects when Helm cannot read it. */
  find(name: string, version: string): Promise<PackagedChart | undefined>;
}

interface ChartStoreParts {
  readonly folder: string;
  readonly helm: HelmTool;
  readonly log: (line: string) => void;
}

interface Remembered {
  readonly stamp: string;
  readonly chart: Promise<PackagedChart>;
}

export function createChartStore({ folder, helm, log }: ChartStoreParts): ChartStore {
  const remembered = new Map<string, Remembered>();

  async function read(fileName: string): Promise<PackagedChart | undefined> {
    const file = pathInside(folder, fileName);
    const facts = await stat(file).catch(() => undefined);
    if (facts?.isFile() !== true) return undefined;
    const stamp = `${facts.mtimeMs} ${facts.size} ${facts.ino}`;
    const known = remembered.get(fileName);
    if (known?.stamp === stamp) return await known.chart;
    const chart = Promise.all([helm.showChart(file), helm.showValues(file)]).then(([chartYaml, valuesYaml]) =>
      readPackagedChart(file, chartYaml, valuesYaml),
    );
    remembered.set(fileName, { stamp, chart });
    return await chart;
  }

  return {
    async list() {
      const names = (await readdir(folder)).filter((name) => splitChartFileName(name) !== undefined);
      const charts = await Promise.all(
        names.map((name) =>
          read(name).catch((error: unknown) => {
            log(`The chart ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
            return undefined;
          }),
        ),
      );
      return charts.filter((chart) => chart !== undefined);
    },
    async find(name, version) {
      const fileName = `${name}-${version}.tgz`;
      return isSafeName(fileName) ? await read(fileName) : undefined;
    },
  };
}

/** Name and version of a chart file, split at the last hyphen as the platform does; undefined when it has none. */
export function splitChartFileName(file: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^(.+)-([^-]+)\.tgz$/.exec(file);
  const [, name, version] = match ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/**
 * Whether a name from a request may become part of a path. The real backend takes any; a name that points outside its
 * folder or that a shell would read is answered here with the error that a failing command gives there.
 */
export function isSafeName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}._+@-]*$/u.test(name) && name.length <= 255;
}

/** Where an uploaded file lies; undefined for a name that would lead elsewhere. Sub-folders are made by some clients. */
export function uploadPath(folder: string, name: string): string | undefined {
  const parts = name.replace(/^\/+/, '').split('/');
  return parts.every(isSafeName) ? pathInside(folder, ...parts) : undefined;
}
