import assert from 'node:assert/strict';
import type { FormEntry, ListedParameter } from '../../../../src/shared/parameters/parameter.ts';
import { readForm } from '../../../../src/shared/parameters/readForm.ts';

const read = (parameter: ListedParameter, key = 'key'): FormEntry | undefined => readForm({ [key]: parameter })[0];

describe('readForm', () => {
  const inputs: readonly (readonly [title: string, parameter: ListedParameter, input: object])[] = [
    ['text', { type: 'string', default: 'a' }, { type: 'text', initial: 'a', numeric: false }],
    ['text without a default', { type: 'string', value: '' }, { type: 'text', initial: '', numeric: false }],
    ['a number', { type: 'string', default: 8 }, { type: 'text', initial: '8', numeric: true }],
    ['bool', { type: 'bool', default: true }, { type: 'switch', initial: true }],
    ['boolean', { type: 'boolean', default: 'True' }, { type: 'switch', initial: true }],
    ['boolean without a default', { type: 'boolean' }, { type: 'switch', initial: false }],
    [
      'list_single',
      { type: 'list_single', value: ['a', 2], default: 'a' },
      { type: 'choice', choices: ['a', '2'], initial: 'a' },
    ],
    [
      'list_multi',
      { type: 'list_multi', value: ['a', 'b'], default: ['b'] },
      { type: 'choices', choices: ['a', 'b'], initial: ['b'] },
    ],
    [
      'list_multi with a joined default',
      { type: 'list_multi', value: ['a', 'b'], default: 'a,b' },
      { type: 'choices', choices: ['a', 'b'], initial: ['a', 'b'] },
    ],
    ['an unknown type as text', { type: 'colour', default: '#fff' }, { type: 'text', initial: '#fff', numeric: false }],
    [
      'an unknown type with choices',
      { type: 'radio', value: ['x', 'y'] },
      { type: 'choice', choices: ['x', 'y'], initial: '' },
    ],
    ['no type at all', {}, { type: 'text', initial: '', numeric: false }],
  ];
  for (const [title, parameter, input] of inputs) {
    it(`asks for ${title}`, () => {
      const entry = read(parameter);
      assert.equal(entry?.kind, 'input');
      assert.deepEqual(entry.input, input);
    });
  }

  it('shows headings and explanations as plain text, in their order', () => {
    const html =
      'One <b>bold</b> word<br/><ul>\n <li>first</li><li>second &amp; last</li></ul><script>alert(1)</script>';
    assert.deepEqual(
      readForm({
        about: { type: 'doc', title: 'About', html },
        separator: { type: 'doc', title: 'Files' },
        group: { type: 'group_name', default: 'Group' },
      }),
      [
        { kind: 'text', title: 'About', text: 'One bold word\n- first\n- second & last', html },
        { kind: 'heading', title: 'Files' },
        { kind: 'heading', title: 'Group' },
      ],
    );
  });

  it('takes label and help without their markup', () => {
    const entry = read({ definition: 'Size <i>in</i> mm', help: '<h1>Size</h1><p>Of the &lt;voxel&gt;</p>' });
    assert.equal(entry?.kind, 'input');
    assert.equal(entry.label, 'Size in mm');
    assert.equal(entry.help, 'Size\nOf the <voxel>');
    assert.equal(entry.helpHtml, '<h1>Size</h1><p>Of the &lt;voxel&gt;</p>');
  });

  it('says that a type is not known, and lets it stay empty', () => {
    const entry = read({ type: 'colour' });
    assert.ok(entry?.kind === 'input');
    assert.equal(entry.unknownType, 'colour');
    assert.equal(entry.required, false);
  });

  for (const [key, secret] of [
    ['credentials_custom_registry_password', true],
    ['credentials_custom_registry_username', false],
    ['api_token', true],
    ['apiKey', true],
    ['max_tokens', false],
    ['display_name', false],
  ] as const) {
    it(`${secret ? 'hides' : 'shows'} what is typed for ${key}`, () => {
      const entry = read({ type: 'string' }, key);
      assert.equal(entry?.kind === 'input' && entry.secret, secret);
    });
  }
});
