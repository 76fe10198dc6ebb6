import assert from 'node:assert/strict';
import { readJunit } from '../../../../src/core/runs/junit.ts';

const report = `<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="1" tests="5" time="0.03">
<testcase classname="tests.test_count" name="test_good" file="tests/test_count.py" line="2" time="0.001" />
<testcase classname="tests.test_count" name="test_bad" file="tests/test_count.py" line="4" time="0.002"><failure
message="AssertionError: three &lt; four &amp; more&#10;assert 3 == 4">/c/tests/test_count.py:6: in test_bad
    assert x == 4, "three &lt; four"
E   AssertionError: three &lt; four</failure></testcase>
<testcase classname="tests.test_count" name="test_deep" file="/c/tests/test_count.py" line="7" time="0"><failure
message="ValueError: no">/c/tests/test_count.py:9: in test_deep
    helper()
/kaapana/app/count.py:30: in helper
    raise ValueError("no")</failure></testcase>
<testcase classname="" name="tests/test_other.py" time="0.000"><error message="collection failure">E   SyntaxError</error></testcase>
<testcase classname="tests.test_count" name="test_later" file="tests/test_count.py" line="20" time="0.000"><skipped
type="pytest.skip" message="later">/c/tests/test_count.py:21: later</skipped></testcase>
</testsuite></testsuites>`;

describe('readJunit', () => {
  it('says of each test what it came to, and where it failed', () => {
    const tests = readJunit(report) ?? [];
    assert.deepEqual(
      tests.map(({ name, outcome, file, line, message }) => [name, outcome, file, line, message]),
      [
        ['tests.test_count::test_good', 'passed', 'tests/test_count.py', 3, undefined],
        ['tests.test_count::test_bad', 'failed', '/c/tests/test_count.py', 6, 'AssertionError: three < four & more'],
        ['tests.test_count::test_deep', 'failed', '/c/tests/test_count.py', 9, 'ValueError: no'],
        ['::tests/test_other.py', 'error', undefined, undefined, 'collection failure'],
        ['tests.test_count::test_later', 'skipped', 'tests/test_count.py', 21, 'later'],
      ],
    );
    assert.match(tests[1]?.detail ?? '', /assert x == 4, "three < four"/);
  });

  it('reads a report without tests, and refuses what is none', () => {
    assert.deepEqual(readJunit('<testsuites><testsuite name="pytest" tests="0" /></testsuites>'), []);
    for (const text of ['', '<a/>', '{}', '<testsuites><testsuite><testcase/></testsuite></testsuites>']) {
      assert.equal(readJunit(text), undefined, text);
    }
  });
});
