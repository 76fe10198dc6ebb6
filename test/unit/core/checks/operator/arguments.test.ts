import { envNotText, fileName, memoryOutOfRange } from '../../../../../src/core/checks/operator/arguments.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(fileName, {
  bad: [
    {
      title: 'an operator in a file of another name',
      files: { 'extension/docker/files/liver/segment.py': 'class SegmentOperator(KaapanaBaseOperator):\n    pass\n' },
      at: ['extension/docker/files/liver/segment.py:1:7'],
      says: /Rename it to .*SegmentOperator\.py/,
    },
  ],
  good: [
    ...(
      [
        [
          'an operator in the __init__.py of its package',
          '__init__.py',
          'class SegmentOperator(BaseOperator):\n    pass\n',
        ],
        [
          'a file that is named after its class',
          'ChooseBranch.py',
          'class ChooseBranch(KaapanaBranchPythonBaseOperator):\n    pass\n',
        ],
        [
          'a class without Operator in its name',
          'branching.py',
          'class ChooseBranch(KaapanaPythonBaseOperator):\n    pass\n',
        ],
        [
          'a module of several operators',
          'parts.py',
          'class AOperator(BaseOperator):\n    pass\nclass BOperator(AOperator):\n    pass\n',
        ],
      ] as const
    ).map(([title, name, text]) => ({ title, files: { [`extension/docker/files/liver/${name}`]: text } })),
    {
      title: 'another class',
      files: { 'extension/docker/files/liver/settings.py': 'class Settings(Base):\n    pass\n' },
    },
    {
      title: 'an operator inside a DAG',
      files: { 'extension/docker/files/dag_x.py': 'class XOperator(BaseOperator):\n    pass\nDAG("x")\n' },
    },
  ],
});

const path = 'extension/docker/files/liver/LiverOperator.py';

testRule(envNotText, {
  bad: [
    {
      title: 'a number and None',
      files: { [path]: 'super().__init__(env_vars={"A": 1, "B": None, "C": "c"})\n' },
      at: [`${path}:1:33`, `${path}:1:41`],
      says: /value of A is a number/,
      fixed: /"A": "1"/,
    },
    {
      title: 'a boolean that is added',
      files: { [path]: 'envs = {"A": True}\nenv_vars.update(envs)\n' },
      at: [`${path}:1:14`],
      fixed: /"A": "True"/,
    },
    { title: 'a list that is assigned', files: { [path]: 'env_vars["A"] = [1]\n' }, at: [`${path}:1`] },
    { title: 'a name that is a number', files: { [path]: 'X(env_vars={1: "a"})\n' }, at: [`${path}:1:13`] },
  ],
  good: [
    { title: 'texts', files: { [path]: 'X(env_vars={"A": "1", "B": str(2), "C": f"{c}", "D": a + "b", "E": d})\n' } },
    { title: 'other dicts', files: { [path]: 'X(labels={"a": 1}, env_vars=None)\n' } },
  ],
});

testRule(memoryOutOfRange, {
  bad: [
    {
      title: 'bytes instead of MB',
      files: { [path]: 'X(ram_mem_mb=4000000000)\n' },
      at: [`${path}:1:14`],
      says: /unit is MB/,
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
