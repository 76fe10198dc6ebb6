import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findExecutable, run, tail } from './run.mjs';

/**
 * A build of one program from the Go modules, for machines that reach those but not the release's site. `go install`
 * takes no module whose go.mod replaces parts of itself by its neighbours, so it is built from a module of ours.
 *
 * @param {{ name: string, title: string, module: string, version: string, package?: string, partVersion?: string,
 *   flags: string, signal?: AbortSignal }} program package: inside the module; partVersion: of the modules that its
 *   go.mod replaces by folders
 * @returns {import('./cachedTool.mjs').Way[]} none without Go
 */
export function goModuleBuild({ name, title, module, version, package: part = '', partVersion, flags, signal }) {
  const go = findExecutable('go');
  if (go === undefined) return [];
  const call = async (args, cwd) => {
    // Without C, so that the program runs on machines of any age.
    const env = { ...process.env, CGO_ENABLED: '0' };
    const result = await run(go, args, { cwd, env, signal });
    if (result.code !== 0) throw new Error(`go ${args[0]} failed: ${tail(result.output, 3)}`);
    return result.stdout;
  };
  return [
    {
      title,
      async fetch(folder) {
        // Outside of the folder of the executable, whose name may be that of a package.
        const own = join(folder, 'module');
        await mkdir(own);
        const { GoMod } = JSON.parse(await call(['mod', 'download', '-json', `${module}@v${version}`], own));
        const theirs = readFileSync(GoMod, 'utf8');
        await writeFile(join(own, 'go.mod'), goModule({ module, version, theirs, partVersion }));
        const executable = join(folder, name);
        // -mod=mod completes go.mod and go.sum, which the checksum database vouches for.
        const args = [
          'build',
          '-mod=mod',
          `-ldflags=${flags}`,
          '-o',
          executable,
          [module, part].filter(Boolean).join('/'),
        ];
        await call(args, own);
        return executable;
      },
    },
  ];
}

/** @returns {string} go.mod of a module that needs the other one as it was released */
export function goModule({ module, version, theirs, partVersion }) {
  const language = /^go (\S+)/m.exec(theirs)?.[1] ?? '1.24';
  const parts = partVersion === undefined ? [] : [...theirs.matchAll(/^\s*(?:replace\s+)?(\S+) => \.\/staging\//gm)];
  return [
    'module kaapana-edk/tools',
    `go ${language}`,
    `require ${module} v${version}`,
    ...parts.map(([, name]) => `replace ${name} => ${name} v${partVersion}`),
    '',
  ].join('\n');
}
