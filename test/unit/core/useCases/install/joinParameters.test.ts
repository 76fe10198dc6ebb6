import assert from 'node:assert/strict';
import { joinParameters } from '../../../../../src/core/useCases/install/joinParameters.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';

const entry = {
  chart_name: 'notes-chart',
  extension_params: {
    about: { type: 'doc', html: 'text' },
    name: { type: 'string', default: '-' },
    cores: { type: 'string', default: 2 },
    gpu: { type: 'boolean', default: false },
    service: { type: 'list_single', value: ['ClusterIP', 'NodePort'], default: 'ClusterIP' },
    tasks: { type: 'list_multi', value: ['a', 'b', 'c'], default: ['a', 'b'] },
    path: { type: 'string' },
  },
};

describe('joinParameters', () => {
  it('sends every parameter with its default, and names the ones that stay empty', () => {
    assert.deepEqual(joinParameters(entry, {}), {
      parameters: { name: '-', cores: 2, gpu: false, service: 'ClusterIP', tasks: ['a', 'b'], path: '' },
      empty: ['path'],
    });
  });

  it('gives what was typed the type of its parameter', () => {
    const given = { name: 'notes', cores: '4', gpu: 'true', service: 'NodePort', tasks: 'b,c', path: '/data' };
    assert.deepEqual(joinParameters(entry, given), {
      parameters: { name: 'notes', cores: 4, gpu: true, service: 'NodePort', tasks: ['b', 'c'], path: '/data' },
      empty: [],
    });
  });

  for (const [title, given, code, says] of [
    ['an unknown parameter', { color: 'x' }, 'usage', /no parameter "color"\. It has: name, cores/],
    ['an explanation', { about: 'x' }, 'usage', /no parameter "about"/],
    ['no choice', { service: 'Other' }, 'parameter.invalid', /service: "Other" is not one of/],
    ['what the platform drops', { path: 'a;b' }, 'parameter.invalid', /path: The platform drops/],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => joinParameters(entry, given),
        (error) => error instanceof EdkError && error.code === code && says.test(error.message),
      );
    });
  }
});
