/**
 * Measures the extension in the extension host of a real code-server: its activation beside that of an extension that
 * does nothing, its bundle, the view Extensions with 500 extensions of 10 versions, and findings after an edit.
 * scripts/bench.mjs is its door.
 */
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { extensionAnswer } from '../support/platformAnswers.ts';
import { startScriptedServer } from '../support/startScriptedServer.ts';
import { prepareWorkspace } from '../workbench/prepareWorkspace.ts';
import { runInHost } from '../workbench/runInHost.ts';
import { median } from './summarize.ts';

const { values } = parseArgs({ options: { samples: { type: 'string', default: '7' } } });
const samples = Number(values.samples);
const dist = resolve(import.meta.dirname, '..', '..', 'dist');
const folder = await mkdtemp(join(tmpdir(), 'edk-bench-editor-'));
try {
  const { ours, nothing } = await measureActivations();
  const view = await measureView();
  const checks = await measureChecks();
  const { size } = await stat(join(dist, 'extension.js'));
  say('\n| what | kit | baseline | ratio | target |\n| --- | --- | --- | --- | --- |');
  const parts = (of: readonly Activation[], part: 'ms' | 'own'): number[] => of.map((one) => one[part]);
  row('activate(), with the share of the host', parts(ours, 'own'), parts(nothing, 'own'), undefined);
  // Each pair was measured right after the other, so both had the same host and the same load.
  const share = ours.map(({ own }, round) => own - (nothing[round]?.own ?? 0));
  row('activate() alone: less the empty extension beside it', share, [], 50);
  row('activation, loading the bundle included', parts(ours, 'ms'), parts(nothing, 'ms'), undefined);
  row('refresh of 500 extensions of 10 versions', view.get('refresh') ?? [], view.get('plain refresh') ?? [], 200);
  row('filter of the same', view.get('filter') ?? [], [], 100);
  row(
    'findings of the template project after an edit',
    checks.get('findings') ?? [],
    checks.get('plain reading') ?? [],
    300,
  );
  say(`| bundle | ${(size / 1e6).toFixed(1)} MB | | | |`);
  say(
    '\nMilliseconds: the median, with the fastest and the slowest. Baselines: an extension whose activate() is empty;',
  );
  say('fetching the list and parsing its JSON; reading the files of the project.');
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Activation {
  /** Milliseconds, loading the extension's file included. */
  readonly ms: number;
  /** Milliseconds once that file is loaded: activate(), and what the host does around it. */
  readonly own: number;
}

interface Activations {
  readonly ours: readonly Activation[];
  readonly nothing: readonly Activation[];
}

async function measureActivations(): Promise<Activations> {
  const idle = join(folder, 'idle');
  await mkdir(idle);
  const manifest = { name: 'idle', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' } };
  const entry = { main: './index.js', activationEvents: [], extensionKind: ['workspace'] };
  await writeFile(join(idle, 'package.json'), JSON.stringify({ ...manifest, ...entry }));
  await writeFile(join(idle, 'index.js'), 'exports.activate = () => undefined;\n');
  const ours: Activation[] = [];
  const nothing: Activation[] = [];
  for (let round = 0; round < samples; round++) {
    const activation = await measureActivation('kaapana-edk.kaapana-edk', undefined);
    const empty = await measureActivation('bench.idle', idle);
    ours.push(activation);
    nothing.push(empty);
    const told = ({ ms, own }: Activation): string => `${ms.toFixed(1)} ms (activate() ${own.toFixed(1)} ms)`;
    say(`activation ${round + 1} of ${samples}: kit ${told(activation)}, idle ${told(empty)}`);
  }
  return { ours, nothing };
}

async function measureActivation(id: string, extension: string | undefined): Promise<Activation> {
  const measured = await measureInHost('measureActivation', { EDK_BENCH_EXTENSION: id }, extension);
  const [ms] = measured.get('activation') ?? [];
  const [own] = measured.get('activate()') ?? [];
  if (ms === undefined || own === undefined) throw new Error(`${id} was not measured.`);
  return { ms, own };
}

async function measureView(): Promise<ReadonlyMap<string, readonly number[]>> {
  const versions = Array.from({ length: 10 }, (_, index) => `0.${index}.0`);
  const available = Object.fromEntries(versions.map((version) => [version, { deployments: [] }]));
  const list = Array.from({ length: 500 }, (_, index) => {
    const name = `extension-${index}-workflow`;
    const title = { 'ui-visible-name': `Extension ${index}` };
    const names = { chart_name: name, name, releaseName: name, annotations: title };
    return extensionAnswer({ ...names, versions, available_versions: available });
  });
  const server = await startScriptedServer({ 'GET /extensions': { body: list } });
  try {
    return await measureInHost('measureView', { EDK_BENCH_PLATFORM: server.url }, undefined, {
      platformUrl: server.url,
    });
  } finally {
    await server.stop();
  }
}

async function measureChecks(): Promise<ReadonlyMap<string, readonly number[]>> {
  const around = join(folder, 'checks');
  await mkdir(around);
  const { workspace } = await prepareWorkspace(around);
  return measureInHost('measureChecks', {}, undefined, { workspace });
}

async function measureInHost(
  suite: string,
  variables: Readonly<Record<string, string>>,
  extension: string | undefined,
  {
    platformUrl = 'http://127.0.0.1:9/kube-helm-api',
    workspace = join(folder, 'workspace'),
  }: { readonly platformUrl?: string; readonly workspace?: string } = {},
): Promise<ReadonlyMap<string, readonly number[]>> {
  await mkdir(workspace, { recursive: true });
  const measured = new Map<string, number[]>();
  await runInHost({
    suite,
    trust: 'everything',
    workspace,
    extension,
    settings: { 'kaapanaEdk.platformUrl': platformUrl },
    environment: { EDK_STATE: join(folder, 'state'), EDK_CACHE: join(folder, 'cache'), ...variables },
    onEvent: (event) => {
      if (event.type === 'measured') measured.set(event.what, [...(measured.get(event.what) ?? []), event.ms]);
    },
  });
  return measured;
}

function row(what: string, ours: readonly number[], baseline: readonly number[], target: number | undefined): void {
  const beside = baseline.length === 0 ? '' : describe(baseline);
  const ratio = baseline.length === 0 ? '' : (median(ours) / median(baseline)).toFixed(1);
  const wanted = target === undefined ? '' : `<= ${target} ms: ${verdict(ours, target)}`;
  say(`| ${what} | ${describe(ours)} | ${beside} | ${ratio} | ${wanted} |`);
}

/** A difference below zero says that the machine's noise is larger than what was to be measured. */
function verdict(times: readonly number[], target: number): string {
  if (Math.min(...times) < 0) return 'not measured, too much noise';
  return median(times) <= target ? 'reached' : '**MISSED**';
}

function describe(times: readonly number[]): string {
  return `${median(times).toFixed(1)} ms (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)})`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
