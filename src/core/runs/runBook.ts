import { join } from 'node:path';
import { runRecordFile, type RunRecord, type RunTask } from '../../shared/runs/runRecord.ts';
import { writePrivateFile } from '../files/writeFiles.ts';

/** How often a record is written during a run, at most; what ends something is written at once. */
const pauseMs = 500;

/** The record of a run that is still running: what is noted is on disk soon, and what was noted last when it ends. */
export class RunBook {
  readonly #file: string;
  #record: RunRecord;
  #written = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, record: RunRecord) {
    this.#file = file;
    this.#record = record;
  }

  static async open(folder: string, record: RunRecord): Promise<RunBook> {
    const book = new RunBook(join(folder, runRecordFile), record);
    await book.#save();
    return book;
  }

  get record(): RunRecord {
    return this.#record;
  }

  task(id: string): RunTask {
    const found = this.#record.tasks.find((task) => task.id === id);
    if (found === undefined) throw new Error(`The run has no task "${id}".`);
    return found;
  }

  /** Notes what is new of a task. */
  async note(id: string, facts: Partial<RunTask>): Promise<void> {
    const tasks = this.#record.tasks.map((task) => (task.id === id ? { ...task, ...facts } : task));
    this.#record = { ...this.#record, tasks };
    const isProgress = facts.state === undefined;
    if (isProgress && Date.now() - this.#written < pauseMs) return;
    await this.#save();
  }

  async close(end: Pick<RunRecord, 'outcome' | 'reason'>): Promise<void> {
    this.#record = { ...this.#record, ...end, ended: new Date().toISOString() };
    await this.#save();
  }

  /** One after the other: tasks end side by side, and the last state has to win. */
  #save(): Promise<void> {
    this.#written = Date.now();
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => writePrivateFile(this.#file, `${JSON.stringify(this.#record, null, 2)}\n`));
    return this.#writing;
  }
}
