import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentReads, environmentSettings } from '../../../../../src/core/project/python/environment.ts';
import { findImports } from '../../../../../src/core/project/python/findImports.ts';
import { parsePython, type PythonSource } from '../../../../../src/core/project/python/parsePython.ts';
import type { PythonValue } from '../../../../../src/core/project/python/pythonValue.ts';
import { readDag } from '../../../../../src/core/project/python/readDag.ts';
import { analysePython } from '../../../../support/checks/analysePython.ts';

const parse = (text: string): PythonSource => parsePython(text, '/project/dag_one.py');

/** As plain data; what only a run knows is the symbol's name. */
function plain(value: PythonValue | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.number;
    case 'boolean':
      return value.boolean;
    case 'none':
      return null;
    case 'list':
      return value.items.map(plain);
    case 'dict':
      return Object.fromEntries(value.entries.map((entry) => [String(plain(entry.key)), plain(entry.value)]));
    default:
      return `<${value.kind}>`;
  }
}

function formsOf(text: string): unknown {
  return plain(readDag(parse(text)).dags[0]?.forms);
}

describe('readDag', () => {
  const ids: readonly [string, string, unknown][] = [
    ['by keyword', 'dag = DAG(dag_id="one")', 'one'],
    ['by position, in a with statement', 'with DAG("one", default_args=args) as dag:\n    pass', 'one'],
    ['of a module', 'dag = airflow.DAG(dag_id="o" "ne")', 'one'],
    ['through a name', 'ID = "one"\ndag = DAG(ID)', 'one'],
    ['as an f-string of constants', 'N = "e"\ndag = DAG(f"on{N}")', 'one'],
    ['known only when it runs', 'dag = DAG(f"one-{name()}")', '<formatted>'],
    ['missing', 'dag = DAG()', undefined],
  ];
  for (const [title, text, id] of ids) {
    it(`reads a dag_id ${title}`, () =>
      assert.deepEqual(
        readDag(parse(text)).dags.map((dag) => plain(dag.id)),
        [id],
      ));
  }

  const forms: readonly [string, string, unknown][] = [
    [
      'a literal',
      'dag = DAG("a", default_args={"ui_forms": {"workflow_form": {"type": "object"}}})',
      { workflow_form: { type: 'object' } },
    ],
    [
      'names',
      'ui_forms = {"a": [1, -2.5, True, None]}\nargs = {"ui_forms": ui_forms}\ndag = DAG("a", default_args=args)',
      { a: [1, -2.5, true, null] },
    ],
    ['dict(...)', 'dag = DAG("a", default_args=dict(ui_forms=dict(a=(1, 2))))', { a: [1, 2] }],
    [
      'spreads',
      'base = {"x": 1}\ndag = DAG("a", default_args={"ui_forms": {**base, "y": f(2)}})',
      { x: 1, y: '<unknown>' },
    ],
    ...(
      [
        ['an assignment', 'forms["w"]["p"]["b"] = 2', { w: { p: { a: 1, b: 2 } } }],
        ['an update', 'forms["w"]["p"].update({"b": 2})', { w: { p: { a: 1, b: 2 } } }],
        ['an update by name', 'forms["w"]["p"].update(b=2)', { w: { p: { a: 1, b: 2 } } }],
        ['setdefault', 'forms["w"].setdefault("b", 2)', { w: { p: { a: 1 }, b: 2 } }],
        ['another name', 'p = forms["w"]["p"]\np["b"] = 2', { w: { p: { a: 1, b: 2 } } }],
        ['the dict around', 'args["ui_forms"]["v"] = 3', { w: { p: { a: 1 } }, v: 3 }],
        ['a function', 'def more():\n    forms["v"] = 3\nmore()', { w: { p: { a: 1 } }, v: 3 }],
      ] as const
    ).map(([title, text, expected]): [string, string, unknown] => [
      `what is added by ${title}`,
      `forms = {"w": {"p": {"a": 1}}}\nargs = {"ui_forms": forms}\n${text}\ndag = DAG("a", default_args=args)`,
      expected,
    ]),
    ['no forms', 'dag = DAG("a", default_args={"owner": "kaapana"})', undefined],
  ];
  for (const [title, text, expected] of forms) {
    it(`reads the form out of ${title}`, () => assert.deepEqual(formsOf(text), expected));
  }

  for (const change of ['add(forms)', 'forms[name] = 1', 'forms.update(make())', 'for k in keys: forms[k] = 1']) {
    it(`knows that a form may have more after ${change}`, () => {
      const text = `forms = {"a": 1}\n${change}\ndag = DAG("a", default_args={"ui_forms": forms})`;
      assert.equal(readDag(parse(text)).dags[0]?.otherForms, true);
    });
  }

  it('says where each part of the form is written', () => {
    const text =
      'args = {"ui_forms": {"workflow_form": {"properties": {"a": {"type": "strin"}}}}}\ndag = DAG("x", default_args=args)';
    const forms = readDag(parse(text)).dags[0]?.forms;
    const [form] = forms?.entries ?? [];
    assert.equal(text.slice(form?.key.from, form?.key.to), '"workflow_form"');
    assert.equal(text.slice(form?.value.from, form?.value.to), '{"properties": {"a": {"type": "strin"}}}');
  });

  const chains: readonly [string, string, readonly string[]][] = [
    ['shifts', 'a >> b >> [c, d]', []],
    ['shifts to the left', 'd << c << (b, a)', []],
    ['methods', 'a.set_downstream([b, c])\nd.set_upstream(c)', []],
    ['chain()', 'chain(a, [b, c], d)', []],
    ['a loop', 'for task in [a, b]:\n    task >> c\nc >> d', []],
    ['a list that is chained elsewhere', 'tasks = [a, b, c]\nlink(tasks)\nd >> a', []],
    ['nothing', 'pass', ['a', 'b', 'c', 'd']],
    ['a part', 'a >> b', ['c', 'd']],
    ['a keyword argument only', 'a >> b >> c\nOther(batch_input_operators=[d])', ['d']],
  ];
  for (const [title, chain, loose] of chains) {
    it(`knows which tasks are chained by ${title}`, () => {
      const made = ['a', 'b', 'c', 'd'].map((name) => `${name} = MyOperator(dag=dag)\n`).join('');
      const { tasks } = readDag(parse(`${made}${chain}`));
      const found = tasks.filter((task) => task.name !== undefined && !task.chained).map(({ name }) => name);
      assert.deepEqual(found, loose);
    });
  }

  it('takes a task that is not kept for loose, one in a chain not', () => {
    const { tasks } = readDag(parse('AOperator(dag=dag)\nBOperator(dag=dag) >> COperator(dag=dag)'));
    assert.deepEqual(
      tasks.map(({ operator, chained }) => [operator, chained]),
      [
        ['AOperator', false],
        ['BOperator', true],
        ['COperator', true],
      ],
    );
  });
});

describe('findImports', () => {
  it('reads modules, names and levels, and what may fail', () => {
    const text = [
      'import os, a.b as c',
      'from x.y import (d as e, f)',
      'from . import g',
      'from ..h import *',
      'try:\n    import i\nexcept ImportError:\n    i = None',
      'def later():\n    from j import k',
    ].join('\n');
    const found = findImports(parse(text)).map(({ module, level, names, optional }) => [
      module,
      level,
      names.map(({ name }) => name).join(),
      optional,
    ]);
    assert.deepEqual(found, [
      ['os', 0, '', false],
      ['a.b', 0, '', false],
      ['x.y', 0, 'd,f', false],
      ['', 1, 'g', false],
      ['h', 2, '*', false],
      ['i', 0, '', true],
      ['j', 0, 'k', true],
    ]);
  });
});

describe('environmentReads', () => {
  const cases: readonly [string, string, readonly [string, boolean][]][] = [
    ['an index', 'os.environ["A"]', [['A', false]]],
    [
      'get with a default, and without one where None stops it',
      'environ.get("A")\nos.environ.get("B", "x")\nint(os.environ.get("C"))\nos.getenv("D").lower()',
      [
        ['A', true],
        ['B', true],
        ['C', false],
        ['D', false],
      ],
    ],
    ['getenv', 'os.getenv("B", default=None)', [['B', true]]],
    [
      'another name',
      'from os import environ as e\nenv = os.environ\ne["A"]\nenv["B"]',
      [
        ['A', false],
        ['B', false],
      ],
    ],
    [
      'what is caught',
      'try:\n    os.environ["A"]\nexcept KeyError:\n    pass\ntry:\n    os.environ["B"]\nfinally:\n    pass',
      [
        ['A', true],
        ['B', false],
      ],
    ],
    ['no membership', 'if "A" not in os.environ: pass', [['A', true]]],
    ['a test', 'if "A" in os.environ: pass', [['A', true]]],
    ['a name through a constant', 'NAME = "A"\nos.environ[NAME]', [['A', false]]],
    ['no writing', 'os.environ["A"] = "x"', []],
    ['no other dicts', 'config["A"]\nconfig.get("B")', []],
  ];
  for (const [title, text, expected] of cases) {
    it(`reads ${title}`, () =>
      assert.deepEqual(
        environmentReads(parse(text)).map(({ name, optional }) => [name, optional]),
        expected,
      ));
  }
});

describe('environmentSettings', () => {
  const cases: readonly [string, string, Record<string, unknown>, boolean][] = [
    ['an argument', 'X(env_vars={"A": "a", "B": 1})', { A: 'a', B: 1 }, true],
    ['an update', 'envs = {"A": str(1), "B": None}\nenv_vars.update(envs)', { A: '<formatted>', B: null }, true],
    ['an assignment', 'env_vars["A"] = True', { A: true }, true],
    ['a default', 'def f(self, env_vars={"A": "a"}):\n    pass', { A: 'a' }, true],
    ['what a caller gives', 'def f(env_vars=None):\n    X(env_vars={"A": "a", **(env_vars or {})})', { A: 'a' }, true],
    ['setdefault and names', 'env_vars.setdefault("A", "a")\nenv_vars.update(B="b")', { A: 'a', B: 'b' }, true],
    ['a computed name', 'for k in names: env_vars[k] = "a"', { '<unknown>': 'a' }, false],
    ['no dict with another name', 'envelope["A"] = 1', {}, true],
    ['what is imported', 'from x import made\nX(env_vars=made)', {}, false],
    ['what only a run knows', 'X(env_vars={"A": "a", **make()})', { A: 'a' }, false],
    ['no other dicts', 'X(labels={"A": 1})\nos.environ["A"] = 1', {}, true],
  ];
  for (const [title, text, expected, complete] of cases) {
    it(`reads ${title}`, () => {
      const settings = environmentSettings(parse(text));
      const found = Object.fromEntries(settings.entries.map(({ key, value }) => [String(plain(key)), plain(value)]));
      assert.deepEqual([found, settings.complete], [expected, complete]);
    });
  }
});

describe('analysis of Python', () => {
  it('reads any text without failing', () => {
    const words = fc.constantFrom(
      ...[
        'DAG(',
        'dag_id=',
        '"a"',
        ')',
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '>>',
        'import',
        'from',
        '.',
        '**',
        '*',
        '=',
        'x',
      ],
      ...[
        'os.environ',
        'env_vars',
        '.update(',
        'def f(',
        'class A(',
        '\n',
        '\n    ',
        'f"{',
        '}"',
        'lambda',
        'try:',
        '\\',
        '\0',
      ],
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => analysePython(parts.join(' '))),
      { numRuns: 300 },
    );
  });

  it('says why it did not read a text', () => {
    assert.match(parse('x'.repeat(600_000)).unread ?? '', /larger than 512 kB/);
    assert.match(parse('('.repeat(300)).unread ?? '', /more than 200 nested brackets/);
    assert.match(parse('\0').unread ?? '', /is not text/);
  });
});
