import { memoryOutOfRange } from '../../../../../src/core/checks/operator/memoryOutOfRange.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';

testRule(memoryOutOfRange, {
  bad: [
    {
      title: 'bytes instead of MB',
      files: { [path]: 'X(ram_mem_mb=4000000000)\n' },
      at: [`${path}:1:14`],
      says: /counts in MB/,
    },
    { title: 'a negative amount', files: { [path]: 'X(gpu_mem_mb=-1)\n' }, at: [`${path}:1`] },
    { title: 'text', files: { [path]: 'X(ram_mem_mb="4Gi")\n' }, at: [`${path}:1`], says: /must be a number/ },
    {
      title: 'a limit below the request',
      files: { [path]: 'X(ram_mem_mb=4000, ram_mem_mb_lmt=2000)\n' },
      at: [`${path}:1:35`],
    },
    {
      title: 'a default value',
      files: { [path]: 'def f(self, ram_mem_mb: int = 0.5):\n    pass\n' },
      at: [`${path}:1`],
    },
  ],
  good: [
    { title: 'what a node has', files: { [path]: 'X(ram_mem_mb=4000, ram_mem_mb_lmt=16000, gpu_mem_mb=11000)\n' } },
    { title: 'what only a run knows', files: { [path]: 'X(ram_mem_mb=need(), gpu_mem_mb=None)\n' } },
  ],
});
