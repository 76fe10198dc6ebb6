import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { parseJson } from '../core/text/parseJson.ts';
import { exitCodeHelp, templatesFolder } from './verb.ts';
import { wholeNumber, jobName } from './parseOptions.ts';
import { addBuild } from './verbs/build.ts';
import { addCheck } from './verbs/check.ts';
import { addDev } from './verbs/dev.ts';
import { addDeploy } from './verbs/deploy.ts';
import { addDoctor } from './verbs/doctor.ts';
import { addExplain } from './verbs/explain.ts';
import { addBundle, addExport } from './verbs/export.ts';
import { addExtensions } from './verbs/extensions.ts';
import { addImages } from './verbs/images.ts';
import { addInit } from './verbs/init.ts';
import { addInstall } from './verbs/install.ts';
import { addLog } from './verbs/log.ts';
import { addNew } from './verbs/new.ts';
import { addPlatform } from './verbs/platform.ts';
import { addRegistry } from './verbs/registry.ts';
import { addRun } from './verbs/run.ts';
import { addRuns } from './verbs/runs.ts';
import { addSample } from './verbs/sample.ts';
import { addStatus } from './verbs/status.ts';
import { addTest } from './verbs/test.ts';
import { addUninstall } from './verbs/uninstall.ts';
import { addUpload } from './verbs/upload.ts';

/** The whole command line of `edk`. Parsing throws a CommanderError where Commander would exit. */
export function createProgram(): Command {
  const program = new Command('edk')
    .description('Create, build and deploy extensions for the Kaapana platform.')
    .version(readVersion())
    .addOption(new Option('--json', 'print one JSON event per line, for scripts'))
    .addOption(new Option('--build-version <version>', 'platform version to build for (KAAPANA_BUILD_VERSION)'))
    .addOption(new Option('--registry <host:port>', 'local registry to push to (LOCAL_REGISTRY_URL)'))
    .addOption(new Option('--platform-url <url>', "URL of the platform's API (KUBE_HELM_URL)"))
    .addOption(new Option('--platform-project <id:name>', 'platform project to launch applications in'))
    .addOption(
      new Option('--workers <number>', 'images to build in parallel (default: depends on cores and memory)').argParser(
        wholeNumber,
      ),
    )
    .addOption(
      new Option(
        '--tags <which>',
        'image tags used in operators and charts: derived from the content, or the build version',
      ).choices(['immutable', 'version']),
    )
    .addOption(new Option('--no-import-check', 'do not look up in built images what their Python files import'))
    .addOption(new Option('--job-id <id>').argParser(jobName).hideHelp())
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for more)')
    .enablePositionalOptions(false)
    .addHelpText(
      'after',
      `\nCreate and run your first extension:\n${[
        '  $ edk platform start',
        '  $ edk init',
        '  $ edk new workflow --name liver-radiomics',
        '  $ edk deploy --dir liver-radiomics',
      ].join('\n')}\n\nSettings: flags win over edk.yaml, edk.yaml over the environment.\n${exitCodeHelp}`,
    );
  for (const add of [
    addNew,
    addInit,
    addCheck,
    addBuild,
    addDeploy,
    addDev,
    addRun,
    addRuns,
    addTest,
    addImages,
    addLog,
    addExplain,
    addExport,
    addBundle,
    addExtensions,
    addInstall,
    addUninstall,
    addUpload,
    addSample,
    addStatus,
    addRegistry,
    addPlatform,
    addDoctor,
  ]) {
    add(program);
  }
  for (const command of allCommands(program)) command.exitOverride();
  return program;
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function readVersion(): string {
  const manifest = parseJson(readFileSync(join(templatesFolder, '..', 'package.json'), 'utf8'), manifestSchema);
  return manifest?.version ?? 'unknown';
}

const manifestSchema = z.object({ version: z.string() });
