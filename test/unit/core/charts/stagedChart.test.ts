import assert from 'node:assert/strict';
import fc from 'fast-check';
import { valid } from 'semver';
import { chartVersion } from '../../../../src/core/charts/stagedChart.ts';

describe('chartVersion', () => {
  for (const [build, chart] of [
    ['0.6.0', '0.6.0'],
    ['0.6.1-12-gabc1234', '0.6.1+12.gabc1234'],
    ['0.6.0-rc.1', '0.6.0+rc.1'],
    ['0.6.0-rc-1+build-5', '0.6.0+rc.1.build.5'],
    ['0.6.0--x-', '0.6.0+x'],
    ['0.6.0--', '0.6.0'],
  ] as const) {
    it(`makes ${chart} of ${build}`, () => assert.equal(chartVersion(build), chart));
  }

  it('has no hyphen and stays a semantic version, whatever the build version', () => {
    const identifier = fc.stringMatching(/^[0-9A-Za-z-]{1,8}$/u);
    const build = fc
      .tuple(fc.nat(), fc.nat(), fc.nat(), fc.array(identifier, { minLength: 1, maxLength: 4 }))
      .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}-${rest.join('.')}`)
      .filter((version) => valid(version) !== null);
    fc.assert(
      fc.property(build, (version) => {
        const chart = chartVersion(version);
        assert.ok(!chart.includes('-'));
        assert.notEqual(valid(chart), null, chart);
      }),
    );
  });

  it('refuses what is no version', () => {
    for (const build of ['', 'latest', 'develop', '0.6']) {
      assert.throws(() => chartVersion(build), { code: 'settings.invalid' });
    }
  });
});
