import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const WATCHED: readonly (readonly [object, string])[] = [
  [childProcess, 'spawn'],
  [childProcess, 'spawnSync'],
  [childProcess, 'fork'],
  [childProcess, 'exec'],
  [childProcess, 'execSync'],
  [childProcess, 'execFile'],
  [childProcess, 'execFileSync'],
  [net, 'connect'],
  [net, 'createConnection'],
  [net.Socket.prototype, 'connect'],
  [fs, 'readdir'],
  [fs, 'readdirSync'],
  [fs.promises, 'readdir'],
  [fs.promises, 'readFile'],
  [fs.promises, 'writeFile'],
  [fs.promises, 'mkdir'],
];

/** Names every process start, connection, and look into folders or files that `from` asked for during `work`. */
export async function watchOutside(from: string, work: () => unknown): Promise<readonly string[]> {
  const seen: string[] = [];
  const undo = WATCHED.map(([owner, name]) => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') return () => undefined;
    const watching = function (this: unknown, ...args: unknown[]): unknown {
      if (new Error().stack?.includes(from) === true) seen.push(`${name} ${String(args[0])}`);
      return Reflect.apply(original, this, args);
    };
    Reflect.set(owner, name, watching);
    return () => Reflect.set(owner, name, original);
  });
  // What ES modules import by name follows only when told to.
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  }
  return seen;
}
