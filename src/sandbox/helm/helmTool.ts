import { writeFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../core/files/temporaryFiles.ts';
import { runTool } from '../../core/process/runTool.ts';

export interface RenderRequest {
  readonly release: string;
  readonly chartFile: string;
  readonly namespace: string;
  /** Laid over the chart's own values. */
  readonly values: unknown;
}

/** The Helm commands that the local platform runs. All reject with EdkError `tool.failed` and Helm's message. */
export interface HelmTool {
  /** Chart.yaml of a packaged chart. */
  showChart(chartFile: string): Promise<string>;
  /** values.yaml of a packaged chart. */
  showValues(chartFile: string): Promise<string>;
  /** All manifests of a chart, hooks among them, as one YAML stream. */
  render(request: RenderRequest): Promise<string>;
}

/** A chart that is never rendered, or renders to more than anybody installs, blocks nobody for longer. */
const limits = { timeoutMs: 60_000, maxOutputBytes: 20_000_000 } as const;

export function createHelmTool(executable: string): HelmTool {
  const helm = (args: readonly string[]) =>
    runTool({ executable, arguments: args, parse: ({ stdout }) => stdout }, limits);
  return {
    showChart: (chartFile) => helm(['show', 'chart', chartFile]),
    showValues: (chartFile) => helm(['show', 'values', chartFile]),
    render: ({ release, chartFile, namespace, values }) =>
      withTemporaryFolder(async (folder) => {
        // A file and not --set: nothing in a parameter can be read as Helm's own syntax.
        const valuesFile = join(folder, 'values.json');
        await writeFile(valuesFile, JSON.stringify(values), { mode: 0o600 });
        return await helm(['template', release, chartFile, '--namespace', namespace, '--values', valuesFile]);
      }),
  };
}

interface Shown {
  readonly stamp: string;
  readonly text: Promise<string>;
}

/** Asks Helm once for what lies in a chart file; again when the file's time or size changed, or when Helm failed. */
export function rememberShown(helm: HelmTool): HelmTool {
  return {
    showChart: remember((file) => helm.showChart(file)),
    showValues: remember((file) => helm.showValues(file)),
    render: (request) => helm.render(request),
  };
}

function remember(show: (file: string) => Promise<string>): (file: string) => Promise<string> {
  const remembered = new Map<string, Shown>();
  return async (file) => {
    const facts = await stat(file).catch(() => undefined);
    if (facts === undefined) return await show(file);
    const stamp = `${facts.mtimeMs} ${facts.size} ${facts.ino}`;
    const known = remembered.get(file);
    if (known?.stamp === stamp) return await known.text;
    const shown = { stamp, text: show(file) };
    remembered.set(file, shown);
    try {
      return await shown.text;
    } catch (error) {
      if (remembered.get(file) === shown) remembered.delete(file);
      throw error;
    }
  };
}
