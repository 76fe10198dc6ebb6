import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue, type ErrorCode } from '../../src/core/errors/catalogue.ts';
import type { JobEvent } from '../../src/core/jobs/jobEvent.ts';
import { edkBundle } from './edkBundle.ts';
import { snapshot } from './imageWorkbench.ts';

export interface EdkRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface EdkOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where it is started; the project without it. */
  readonly folder?: string;
  /** Lets root start it as a user without any rights. */
  readonly user?: 'nobody';
}

export interface RunningEdk {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly output: () => string;
  readonly ended: Promise<EdkRun>;
}

/** The one failure that a run has to end with. */
export interface ExpectedFailure {
  readonly code: ErrorCode;
  /** What the message names. */
  readonly says: RegExp;
  /** Path in the project, with line and column where they are told: `docker/Dockerfile:3`. */
  readonly place?: string;
  /** What the other side's words or the remedy name, where that matters. */
  readonly adds?: RegExp;
}

const nobody = 65534;
export const isRoot = process.getuid?.() === 0;
const longestRunMs = 180_000;

/** What tests of other users and of the tools on this machine hand on. */
const handedOn = ['PATH', 'EDK_HELM', 'EDK_ROOT_IMAGE', 'EDK_REGISTRY', 'DOCKER_HOST', 'DOCKER_CONTEXT'];

/** `edk` as a process with folders of its own, all gone afterwards. */
export class EdkWorkshop {
  readonly folder: string;
  /** Of the extension that tests work on. */
  readonly project: string;
  readonly #edk: string;
  readonly #running = new Set<ChildProcess>();

  private constructor(edk: string) {
    this.#edk = edk;
    this.folder = mkdtempSync(join(tmpdir(), 'test-of-edk-'));
    chmodSync(this.folder, 0o755);
    this.project = this.at('project');
    for (const name of ['project', 'home', 'state', 'cache', 'tmp']) {
      mkdirSync(this.at(name));
      if (isRoot && name !== 'project') chownSync(this.at(name), nobody, nobody);
    }
  }

  static async open(): Promise<EdkWorkshop> {
    return new EdkWorkshop(await edkBundle());
  }

  /** A path beside the project. */
  at(path: string): string {
    return join(this.folder, path);
  }

  start(args: readonly string[], options: EdkOptions = {}): RunningEdk {
    const child = spawn(process.execPath, [this.#edk, ...args], {
      cwd: options.folder ?? this.project,
      env: { ...this.#environment(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.user === 'nobody' && isRoot ? { uid: nobody, gid: nobody } : {}),
    });
    this.#running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const deadline = setTimeout(() => child.kill('SIGKILL'), longestRunMs);
    const ended = once(child, 'close').then(() => {
      clearTimeout(deadline);
      this.#running.delete(child);
      return { exitCode: child.exitCode, stdout, stderr };
    });
    return { child, output: () => stdout + stderr, ended };
  }

  run(args: readonly string[], options: EdkOptions = {}): Promise<EdkRun> {
    return this.start(args, options).ended;
  }

  async succeeds(args: readonly string[], options: EdkOptions = {}): Promise<EdkRun> {
    const run = await this.run(args, options);
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    this.assertClean();
    return run;
  }

  /** Runs it for people and for machines: both say the same, and nothing is left behind. */
  async fails(args: readonly string[], expected: ExpectedFailure, options: EdkOptions = {}): Promise<EdkRun> {
    const before = snapshot(this.project);
    const forPeople = await this.run(args, options);
    this.#assertToldToPeople(forPeople, expected);
    const forMachines = await this.run([...args, '--json'], options);
    this.#assertToldToMachines(forMachines, expected);
    assert.deepEqual(snapshot(this.project), before, 'The project changed.');
    this.assertClean();
    return forPeople;
  }

  /** No temporary folder, no lock, no process of a run is left. */
  assertClean(): void {
    assert.deepEqual(readdirSync(this.at('tmp')), [], 'Temporary files are left.');
    assert.deepEqual(listIfThere(this.at('state/locks')), [], 'A lock is left.');
    assert.deepEqual(this.processes(), [], 'A process is left.');
  }

  /** Command lines of the processes that a run of this workshop started. */
  processes(): string[] {
    return this.#processIds().map((id) => readProcess(id, 'cmdline').replaceAll('\0', ' '));
  }

  /** Ends what a killed run left behind. */
  endProcesses(): void {
    for (const id of this.#processIds()) killIfThere(Number(id));
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    this.endProcesses();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #processIds(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((id) => readProcess(id, 'environ').includes(`EDK_STATE=${this.at('state')}\0`));
  }

  #environment(): Record<string, string> {
    const kept = handedOn.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    return {
      ...Object.fromEntries(kept),
      HOME: this.at('home'),
      DOCKER_CONFIG: process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'),
      TMPDIR: this.at('tmp'),
      EDK_STATE: this.at('state'),
      EDK_CACHE: this.at('cache'),
      NO_COLOR: '1',
    };
  }

  #assertToldToPeople({ exitCode, stdout, stderr }: EdkRun, { code, says, place, adds }: ExpectedFailure): void {
    assert.ok(stderr.trimEnd().endsWith(`(${code})`), `Expected ${code}:\n${stdout}${stderr}`);
    assert.equal(exitCode, catalogue[code].exitCode, stderr);
    assert.match(stderr, /^✖ .+/mu);
    assert.match(stderr, says);
    if (adds !== undefined) assert.match(stderr, adds);
    assert.match(stderr, /^ {2}→ \S.{10,} \([a-zA-Z.]+\)$/mu, 'No remedy.');
    if (place !== undefined) assert.ok(stderr.includes(`  ${join(this.project, place)}\n`), stderr);
  }

  #assertToldToMachines({ exitCode, stdout }: EdkRun, { code, says, place }: ExpectedFailure): void {
    const last = readEvents(stdout).at(-1);
    assert.ok(last?.type === 'job-finished', stdout);
    assert.equal(last.error?.code, code, stdout);
    assert.equal(exitCode, catalogue[code].exitCode);
    assert.match(last.error.message, says);
    assert.notEqual(last.error.remedy, '');
    if (place === undefined) return;
    const { file, line, column } = last.error.place ?? {};
    assert.equal([file, line, column].filter((part) => part !== undefined).join(':'), join(this.project, place));
  }
}

/** A workshop for each test of the surrounding `describe`. */
export function useEdk(): { readonly edk: EdkWorkshop } {
  let edk: EdkWorkshop | undefined;
  beforeEach(async function () {
    this.timeout(60_000);
    edk = await EdkWorkshop.open();
  });
  afterEach(() => {
    edk?.close();
  });
  return {
    get edk() {
      assert.ok(edk);
      return edk;
    },
  };
}

/** Every line of `edk --json` is an event; fails the test when one is not. */
export function readEvents(stdout: string): JobEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JobEvent);
}

/** Waits until something is true. */
export async function until(condition: () => boolean, what: () => string, seconds = 30): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, `It did not come true within ${seconds} s: ${what()}`);
    await sleep(25);
  }
}

function killIfThere(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function listIfThere(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readProcess(id: string, what: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${id}/${what}`, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
