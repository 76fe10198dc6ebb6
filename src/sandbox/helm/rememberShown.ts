import { stat } from 'node:fs/promises';
import type { HelmTool } from './helmTool.ts';

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
