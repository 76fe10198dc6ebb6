import { checkDisk } from './checkDisk.ts';
import { checkDocker } from './checkDocker.ts';
import { checkHelm } from './checkHelm.ts';
import { checkNode } from './checkNode.ts';
import { checkPlatform } from './checkPlatform.ts';
import { checkProxy } from './checkProxy.ts';
import { checkRegistry } from './checkRegistry.ts';
import { checkTool } from './checkTool.ts';
import type { DoctorCheck } from './doctorCheck.ts';

/** All checks, what everything else needs first. */
export const doctorChecks: readonly DoctorCheck[] = [
  { id: 'node', title: 'Node.js', run: checkNode },
  { id: 'docker', title: 'Docker Engine', run: checkDocker },
  { id: 'helm', title: 'Helm', run: checkHelm },
  { id: 'registry', title: 'Registry', run: checkRegistry },
  { id: 'platform', title: 'Platform', run: checkPlatform },
  { id: 'disk', title: 'Disk space', run: checkDisk },
  { id: 'proxy', title: 'Proxy', run: checkProxy },
  {
    id: 'git',
    title: 'Git',
    run: (context) =>
      checkTool(context, {
        programs: ['git'],
        neededFor: '"edk init" cannot clone the Kaapana repository; the EDK\'s own base images are used instead',
        remedy: 'Install it with "apt-get install git" or from https://git-scm.com/downloads.',
      }),
  },
  {
    id: 'python',
    title: 'Python',
    run: (context) =>
      checkTool(context, {
        programs: ['python3', 'python'],
        neededFor: 'the code of operators and containers cannot be run outside their images',
        remedy:
          'Install Python 3.11 or newer with "apt-get install python3" or from https://www.python.org/downloads/.',
      }),
  },
];
