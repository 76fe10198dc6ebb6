import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
const UNIFIED = join(ROOT, 'cgroup.controllers');

/** @returns {string[]} names of the controllers that this machine has, by cgroup v2 or v1 */
export function cgroupControllers() {
  if (existsSync(UNIFIED)) return readFileSync(UNIFIED, 'utf8').trim().split(' ');
  return readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, 'cgroup.procs')));
}

/** Makes a group of that name below the root of every hierarchy. */
export function makeCgroup(name) {
  removeLeftCgroups(name.replace(/\d+$/, ''));
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, name);
    mkdirSync(folder, { recursive: true });
    // In v1 a group has no processors and no memory before it is given some.
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(UNIFIED) || !existsSync(join(hierarchy, file))) continue;
      writeFileSync(join(folder, file), readFileSync(join(hierarchy, file)));
    }
  }
}

/** Removes the group with those below it, all of them without processes. */
export function removeCgroup(name) {
  for (const hierarchy of hierarchies()) removeFolders(join(hierarchy, name));
}

/** Those of runs that were killed: their names end with the number of a process that is gone. */
function removeLeftCgroups(prefix) {
  const isLeft = (name) => name.startsWith(prefix) && !existsSync(`/proc/${name.slice(prefix.length)}`);
  for (const hierarchy of hierarchies()) {
    for (const name of readdirSync(hierarchy).filter(isLeft)) removeFolders(join(hierarchy, name));
  }
}

function hierarchies() {
  if (existsSync(UNIFIED)) return [ROOT];
  return readdirSync(ROOT)
    .map((name) => join(ROOT, name))
    .filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

function removeFolders(folder) {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) removeFolders(join(folder, entry.name));
  rmdirSync(folder);
}
