import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readExtensionList } from '../../../../../src/core/platform/schemas/extensionList.ts';
import { deploymentAnswer, extensionAnswer } from '../../../../support/platformAnswers.ts';

describe('readExtensionList', () => {
  for (const [title, element] of [
    ['an entry of 0.6', extensionAnswer({}, { pods: [{ status: 'running' }] })],
    ['an entry without what 0.4 lacks', without(extensionAnswer(), 'annotations', 'display_name', 'links', 'keywords')],
    ['nulls for what may be null', extensionAnswer({ annotations: null, links: null, extension_params: null })],
    ['fields that it does not know', extensionAnswer({ brand_new: { of: ['a', 'later', 'version'] } })],
    [
      'the empty texts of a template with instances',
      extensionAnswer({ helmStatus: '', kubeStatus: '', successful: '' }),
    ],
    ['a release without pods', extensionAnswer({}, { helmStatus: 'pending-install', pods: 'unknown' })],
    [
      'parameters of every type',
      extensionAnswer({
        extension_params: {
          text: { type: 'string', definition: 'Text', default: '-', value: '', required: true },
          flag: { type: 'boolean', default: false },
          one: { type: 'list_single', value: ['a', 'b'], default: 'a' },
          many: { type: 'list_multi', value: ['a', 'b'], default: ['a'], help: '<b>help</b>' },
          about: { type: 'doc', title: 'About', html: '<p>text</p>' },
          group: { type: 'group_name', default: 'Group' },
          own: { type: 'of_my_own', default: 1.5 },
        },
      }),
    ],
  ] as const) {
    it(`reads ${title}`, () => {
      const list = readExtensionList([element]);
      assert.deepEqual(list.broken, []);
      assert.equal(list.extensions.length, 1);
    });
  }

  for (const [title, element, name, reason] of [
    ['a bare text', 'mychart', 'mychart', /only the name/],
    ['a missing field', without(extensionAnswer(), 'available_versions'), 'lung-workflow', /^available_versions:/],
    ['a wrong type', extensionAnswer({ versions: '0.6.0' }), 'lung-workflow', /^versions:/],
    ['a number as name', extensionAnswer({ chart_name: 7 }), 'lung-workflow', /^chart_name:/],
    [
      'a wrong release',
      extensionAnswer({ available_versions: { '1': { deployments: [{ ...deploymentAnswer(), kube_status: 3 }] } } }),
      'lung-workflow',
      /^available_versions\.1\.deployments\.0\.kube_status:/,
    ],
    ['null', null, '(without a name)', /./],
  ] as const) {
    it(`shows ${title} as broken and keeps the others`, () => {
      const list = readExtensionList([extensionAnswer({ chart_name: 'before' }), element, extensionAnswer()]);
      assert.equal(list.extensions.length, 2);
      assert.deepEqual(
        list.broken.map((entry) => entry.name),
        [name],
      );
      assert.match(list.broken[0]?.reason ?? '', reason);
    });
  }

  it('accounts for every element of whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (elements) => {
        const list = readExtensionList(elements);
        assert.equal(list.extensions.length + list.broken.length, elements.length);
      }),
    );
  });
});

function without(entry: Record<string, unknown>, ...fields: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !fields.includes(field)));
}
