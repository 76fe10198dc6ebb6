import assert from 'node:assert/strict';
import { fillForms } from '../../../../src/core/runs/forms.ts';
import { rejection } from '../../../support/rejection.ts';

const workflow_form = {
  type: 'object',
  properties: {
    classes: { type: 'array', items: { type: 'string', enum: ['shape', 'glcm'] }, default: ['shape'], required: true },
    bin_width: { type: 'number', default: 25, exclusiveMinimum: 0, required: true },
    label: { type: 'integer', default: 1 },
    note: { type: 'string' },
    'model#2': { type: 'string', default: 'small' },
    single_execution: { type: 'boolean', default: false, readOnly: false },
    advanced: { type: 'object', properties: { depth: { type: 'integer', default: 3 } } },
  },
};
const defaults = {
  classes: ['shape'],
  bin_width: 25,
  label: 1,
  model: 'small',
  single_execution: false,
  advanced: { depth: 3 },
};

const fill = (assignments: readonly string[], answers = {}, forms: Record<string, unknown> = { workflow_form }) =>
  fillForms({ forms, answers, assignments });

describe('fillForms', () => {
  it('fills the defaults as the platform does', () => {
    assert.deepEqual(fill([]), { workflow_form: defaults });
  });

  for (const [assignment, changed] of [
    ['bin_width=10', { bin_width: 10 }],
    ['bin_width=0.5', { bin_width: 0.5 }],
    ['classes=glcm,shape', { classes: ['glcm', 'shape'] }],
    ['classes=["glcm"]', { classes: ['glcm'] }],
    ['note=12', { note: '12' }],
    ['note=a=b', { note: 'a=b' }],
    ['note=', { note: '' }],
    ['single_execution=True', { single_execution: true }],
  ] as const) {
    it(`takes --set ${assignment}`, () => {
      assert.deepEqual(fill([assignment]), { workflow_form: { ...defaults, ...changed } });
    });
  }

  for (const [assignment, says] of [
    ['bin_width=wide', /"bin_width" must be number/],
    ['bin_width=0', /"bin_width" must be > 0/],
    ['label=1.5', /"label" must be integer/],
    ['classes=colour', /"classes.0" must be equal to one of the allowed values: \["shape","glcm"\]/],
    ['binwidth=3', /no field "binwidth". Did you mean "bin_width"\?/],
  ] as const) {
    it(`refuses --set ${assignment}`, async () => {
      const error = await rejection(
        Promise.resolve().then(() => fill([assignment])),
        'parameter.invalid',
      );
      assert.match(error.message, says);
    });
  }

  it('demands what the form marks as required', async () => {
    const forms = { workflow_form: { type: 'object', properties: { organ: { type: 'string', required: true } } } };
    const error = await rejection(
      Promise.resolve().then(() => fill([], {}, forms)),
      'parameter.invalid',
    );
    assert.match(error.message, /must have required property 'organ'/);
  });

  it('keeps further forms, and takes any answer where no DAG is known', () => {
    const publication_form = { type: 'object', properties: { title: { type: 'string', default: 'Ours' } } };
    assert.deepEqual(fill([], { publication_form: {} }, { publication_form }), {
      publication_form: { title: 'Ours' },
      workflow_form: {},
    });
    assert.deepEqual(fillForms({ forms: undefined, answers: {}, assignments: ['a=1', 'b=x', 'c=[1]'] }), {
      workflow_form: { a: 1, b: 'x', c: [1] },
    });
  });
});
