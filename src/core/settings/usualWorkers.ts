import { availableParallelism, totalmem } from 'node:os';

/** A build that compiles or installs large packages easily takes this much, in bytes. */
const memoryPerBuild = 3 * 1024 ** 3;
const most = 4;

/**
 * How many images to work on at once where nobody says. Two where the memory allows it, even on one core: one image can
 * be pushed while another is built.
 */
export function usualWorkers(cores: number = availableParallelism(), memory: number = totalmem()): number {
  return Math.max(1, Math.min(most, Math.max(2, cores), Math.floor(memory / memoryPerBuild)));
}
