import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import { thirdPartyNotices } from '../../../scripts/thirdPartyNotices.mjs';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

describe('thirdPartyNotices', () => {
  const folder = useTemporaryFolder();

  /** A bundle with one file of the package; without `bytes` nothing of that file was needed. */
  async function noticesOf(
    manifest: object,
    files: Readonly<Record<string, string>> = {},
    bytes = 10,
  ): Promise<string> {
    const root = 'node_modules/@scope/parts/node_modules/part';
    const written = { 'package.json': JSON.stringify({ name: 'part', version: '1.2.3', ...manifest }), ...files };
    await writeFiles(
      folder.path,
      Object.fromEntries(Object.entries(written).map(([name, text]) => [`${root}/${name}`, text])),
    );
    const inputs = { 'src/own.ts': { bytesInOutput: 10 }, [`${root}/lib/index.js`]: { bytesInOutput: bytes } };
    const output = { bytes: 20, inputs, imports: [], exports: [] };
    const metafile: Metafile = { inputs: {}, outputs: { 'dist/own.js': output } };
    return thirdPartyNotices([metafile, metafile], folder.path);
  }

  it('names each package once, with the texts that it brings along', async () => {
    const files = { LICENSE: 'You may.', NOTICE: 'Made by us.', 'licensing.js': 'code', 'README.md': 'about' };
    const notices = await noticesOf({ license: 'Apache-2.0' }, files);
    assert.equal(notices.split('part 1.2.3 (Apache-2.0)').length, 2);
    assert.match(notices, /You may\.\n\nMade by us\./);
    assert.doesNotMatch(notices, /code|about/);
  });

  it('takes the standard text, with the author, where a package brings none', async () => {
    const notices = await noticesOf({ license: 'MIT', author: 'Somebody <some@body>' });
    assert.match(notices, /Author: Somebody <some@body>\n\nMIT License/);
  });

  it('passes over a package of which nothing is left in the bundle', async () => {
    assert.doesNotMatch(await noticesOf({ license: 'GPL-3.0-only' }, {}, 0), /part/);
  });

  const licences: readonly (readonly [fits: boolean, manifest: object])[] = [
    [true, { license: 'ISC' }],
    [true, { license: '(MPL-2.0 OR Apache-2.0)' }],
    [true, { license: '(MIT AND BSD-3-Clause)' }],
    [true, { licenses: [{ type: 'MIT', url: 'https://example.org' }] }],
    [false, { license: 'AGPL-3.0-only' }],
    [false, { license: '(MIT AND GPL-2.0-or-later)' }],
    [false, { license: 'MPL-2.0' }],
    [false, { license: 'SEE LICENSE IN terms.txt' }],
    [false, { license: 'UNLICENSED' }],
    [false, {}],
  ];
  for (const [fits, manifest] of licences) {
    it(`${fits ? 'takes' : 'refuses'} ${JSON.stringify(manifest)}`, async () => {
      const made = noticesOf(manifest, { 'LICENCE.txt': 'You may.' });
      if (fits) await made;
      else await assert.rejects(made, /cannot be shipped:\npart 1\.2\.3: its licence is /);
    });
  }
});
