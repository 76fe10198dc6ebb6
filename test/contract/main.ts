import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { parseProject, writeOptions, type ContractOptions } from './support/options.ts';
import { startLocal } from './support/startLocal.ts';

/**
 * npm run test:contract -- --url URL [--project JSON] [--image REFERENCE]
 *
 * What a client relies on, case by case, against the platform at an address ending in /kube-helm-api. EDK_PLATFORM_TOKEN
 * is sent as bearer token. The image needs a shell and must be one that the platform can pull; without it the cases
 * about pods are skipped. Releases are removed; files cannot be removed by the API: charts named edk-contract-* stay.
 * With --local a platform of its own is started for the time of the run; --report names a file for mocha's JSON report.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    project: { type: 'string', default: '{"id":"admin","name":"admin"}' },
    image: { type: 'string' },
    grep: { type: 'string' },
    local: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
if ((values.url === undefined) !== values.local) {
  process.stderr.write('Usage: npm run test:contract -- --url URL [--project JSON] [--image REFERENCE]\n');
  process.exit(2);
}

const local = values.url === undefined ? await startLocal() : undefined;
try {
  const options: ContractOptions = local?.options ?? {
    url: values.url ?? '',
    project: parseProject(values.project),
    image: values.image,
    token: process.env['EDK_PLATFORM_TOKEN'],
    helm: process.env['EDK_HELM'] ?? 'helm',
    answerSeconds: 15,
  };
  Object.assign(process.env, writeOptions(options));
  process.exitCode = (await runCases()) === 0 ? 0 : 1;
} finally {
  await local?.close();
}

async function runCases(): Promise<number> {
  const { grep, report } = values;
  const mocha = new Mocha({ timeout: 300_000, ...(grep === undefined ? {} : { grep }) });
  if (report !== undefined) {
    mocha.reporter(fileURLToPath(new URL('../../scripts/setup/specAndJson.cjs', import.meta.url)), { output: report });
  }
  const folder = fileURLToPath(new URL('cases', import.meta.url));
  for (const name of (await readdir(folder)).sort()) mocha.addFile(join(folder, name));
  await mocha.loadFilesAsync();
  return await new Promise((resolve) => mocha.run(resolve));
}
