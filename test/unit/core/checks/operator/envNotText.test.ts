import { envNotText } from '../../../../../src/core/checks/operator/envNotText.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

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
