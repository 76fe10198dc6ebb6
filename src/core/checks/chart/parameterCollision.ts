import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { inputsOf } from './parameters.ts';

export const parameterCollision: Rule = {
  id: 'chart/parameter-collision',
  needs: 'files',
  severity: 'error',
  title: 'An extension parameter has the name of a value of the platform',
  why: 'Both arrive as global.<name>. The answer replaces the value of the platform in this chart, for example the registry that images come from.',
  remedy: 'Give the parameter another name, for example with the name of the extension in front.',
  *check({ charts }, settings) {
    for (const { key, values, path } of charts.flatMap(inputsOf)) {
      if (!settings.platformKeys.has(key)) continue;
      yield { message: `The platform has a value "${key}" of its own.`, range: keyRange(values, path) };
    }
  },
};
