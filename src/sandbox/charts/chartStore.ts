import { readdir, stat } from 'node:fs/promises';
import type { HelmTool } from '../helm/helmTool.ts';
import { pathInside } from '../state/pathInside.ts';
import { isSafeName, splitChartFileName } from './chartFileName.ts';
import { readPackagedChart, type PackagedChart } from './packagedChart.ts';

/** The uploaded charts. Helm reads each file once; it is read again when its time or size changed. */
export interface ChartStore {
  /** All charts whose file can be read, in the folder's order. */
  list(): Promise<PackagedChart[]>;
  /** One chart by the name of its file; undefined when there is no such file. Rejects when Helm cannot read it. */
  find(name: string, version: string): Promise<PackagedChart | undefined>;
}

export interface ChartStoreParts {
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
