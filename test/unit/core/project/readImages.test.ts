import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { readImage } from '../../../../src/core/project/readImage.ts';
import { readImages } from '../../../support/readBuildable.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/imageProject.ts';

describe('readImages', () => {
  const folder = useTemporaryFolder();
  const read = (buildArguments: Record<string, string> = {}) => readImages(folder.path, { buildArguments });
  const label = (name: string): string => `FROM scratch\nLABEL IMAGE="${name}"\n`;

  it('finds Dockerfile and *.Dockerfile, but nothing in hidden folders and node_modules', async () => {
    writeFiles(folder.path, {
      Dockerfile: label('one'),
      'deep/er/gpu.Dockerfile': label('two'),
      '.git/Dockerfile': label('three'),
      'node_modules/x/Dockerfile': label('four'),
      'deep/Dockerfile.txt': label('five'),
    });
    mkdirSync(join(folder.path, 'empty'));
    assert.deepEqual(
      (await read()).map(({ name, context }) => [name, context]),
      [
        ['one', folder.path],
        ['two', join(folder.path, 'deep/er')],
      ],
    );
  });

  it('reads labels however they are written', async () => {
    writeFiles(folder.path, {
      Dockerfile: [
        'FROM scratch',
        'ARG V=3',
        `LABEL IMAGE="my-image" VERSION='1.0' \\`,
        '   # a comment between',
        '   "REGISTRY"="local-only"',
        'LABEL VERSION="2.$V"',
      ].join('\r\n'),
    });
    const [image] = await read();
    assert.ok(image);
    assert.deepEqual([image.name, image.version, image.role], ['my-image', '2.3', 'base']);
    assert.deepEqual(image.place, { file: join(folder.path, 'Dockerfile'), line: 3, column: 7 });
  });

  it('leaves out what says BUILD_IGNORE', async () => {
    writeFiles(folder.path, {
      'a/Dockerfile': 'FROM scratch\nLABEL BUILD_IGNORE="True"\n',
      'b/Dockerfile': label('b'),
    });
    assert.deepEqual(
      (await read()).map(({ name }) => name),
      ['b'],
    );
  });

  it('reads the bases of every stage with arguments filled in, and where they stand', async () => {
    const text = [
      '# syntax=docker/dockerfile:1',
      'ARG REG=local-only',
      'ARG BASE=${REG}/base-python-cpu',
      'ARG ROOT_IMAGE',
      'FROM --platform=linux/amd64 ${BASE}:${TAG:-latest} AS Build',
      'RUN <<EOF',
      'FROM nothing',
      'EOF',
      'COPY --from=tools/one:2 /a /b',
      'RUN --mount=type=bind,from=tools/two,target=/x --mount=type=cache,target=/y ls',
      'FROM $ROOT_IMAGE',
      'COPY --from=build /a /b',
      'COPY --from=0 /a /b',
      'FROM build',
      'LABEL IMAGE=x',
    ].join('\n');
    writeFiles(folder.path, { Dockerfile: text });
    const [image] = await read({ ROOT_IMAGE: 'debian:12' });
    assert.ok(image);
    assert.deepEqual(
      image.bases.map(({ reference, place, start, end }) => [reference, place.line, text.slice(start, end)]),
      [
        ['local-only/base-python-cpu:latest', 5, '${BASE}:${TAG:-latest}'],
        ['tools/one:2', 9, 'tools/one:2'],
        ['tools/two', 10, 'tools/two'],
        ['debian:12', 11, '$ROOT_IMAGE'],
      ],
    );
  });

  const bases: Record<string, { text: string; references: string[] }> = {
    'several ARGs in a line': {
      text: 'ARG B=case-b T=latest\nFROM local-only/$B:$T',
      references: ['local-only/case-b:latest'],
    },
    'an ARG that names one before it': { text: 'ARG A=x B=$A\nFROM local-only/$B', references: ['local-only/x'] },
    quotes: { text: 'ARG B=b\nFROM "local-only/$B:1" AS b', references: ['local-only/b:1'] },
    'single quotes': { text: "FROM 'local-only/b:1'", references: ['local-only/b:1'] },
    'a quoted default': { text: 'ARG B="b"\nFROM local-only/$B', references: ['local-only/b'] },
    'a default in a default': { text: 'FROM local-only/${A:-${B:-c}}', references: ['local-only/c'] },
    'a trimmed tag': { text: 'ARG T=1.2.3\nFROM local-only/b:${T%.*}', references: ['local-only/b:1.2'] },
    'the platform': { text: 'FROM local-only/base-$TARGETOS-$BUILDOS', references: ['local-only/base-linux-linux'] },
    'a heredoc after a blank': { text: 'FROM a\nRUN cat << EOF > /f\nFROM b\nEOF', references: ['a'] },
    'a heredoc with a descriptor': { text: 'FROM a\nRUN 3<<EOF cat <&3\nbody here\nEOF', references: ['a'] },
    'a heredoc whose name is quoted': { text: 'FROM a\nRUN <<- "E"\n\tFROM b\n\tE', references: ['a'] },
    'a shift, which is no heredoc': {
      text: 'FROM a\nARG n=1\nRUN echo $((1 << n))\nCOPY --from=c n n',
      references: ['a', 'c'],
    },
  };
  for (const [what, { text, references }] of Object.entries(bases)) {
    it(`reads bases as BuildKit does: ${what}`, async () => {
      writeFiles(folder.path, { Dockerfile: `${text}\nLABEL IMAGE=x\n` });
      const [image] = await read();
      assert.deepEqual(
        image?.bases.map(({ reference }) => reference),
        references,
      );
    });
  }

  it('knows a DAG image by its base', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-x"\n' });
    assert.equal((await read())[0]?.role, 'dag');
  });

  const bad: { what: string; text: string; code: ErrorCode; says: RegExp; line?: number; column?: number }[] = [
    { what: 'empty', text: ' \n# only this\n', code: 'dockerfile.empty', says: /no instruction/ },
    { what: 'no FROM', text: 'ARG A=1\n', code: 'dockerfile.invalid', says: /no FROM/ },
    { what: 'RUN first', text: 'RUN x\nFROM a\n', code: 'dockerfile.invalid', says: /RUN is before/, line: 1 },
    {
      what: 'unknown instruction',
      text: 'FROM a\n\n  COPPY a b\n',
      code: 'dockerfile.invalid',
      says: /"COPPY"/,
      line: 3,
      column: 3,
    },
    { what: 'FROM of nothing', text: 'FROM\n', code: 'dockerfile.invalid', says: /FROM needs/, line: 1 },
    { what: 'FROM of an unset ARG', text: 'ARG A\nFROM ${A}\n', code: 'dockerfile.invalid', says: /\$\{A\}/, line: 2 },
    { what: 'no label', text: 'FROM a\n', code: 'image.noName', says: /no label IMAGE/ },
    { what: 'space', text: label('my image'), code: 'image.invalidName', says: /space/, line: 2, column: 7 },
    { what: 'umlaut', text: label('körper'), code: 'image.invalidName', says: /"ö"/, line: 2 },
    { what: 'upper case', text: label('Image'), code: 'image.invalidName', says: /upper-case/ },
    { what: 'dots at the end', text: label('image.'), code: 'image.invalidName', says: /end with/ },
    { what: 'two dots', text: label('a..b'), code: 'image.invalidName', says: /two separators in a row/ },
    { what: 'slash', text: label('reg/a'), code: 'image.invalidName', says: /registry/ },
    { what: '64 characters', text: label('a'.repeat(64)), code: 'image.invalidName', says: /64 characters/ },
    { what: 'no name', text: label(''), code: 'image.invalidName', says: /empty/ },
    {
      what: 'underscore in a DAG image',
      text: 'FROM local-only/base-installer\nLABEL IMAGE="dag_x"',
      code: 'image.invalidName',
      says: /Job/,
    },
  ];
  for (const { what, text, code, says, line, column } of bad) {
    it(`refuses: ${what}`, async () => {
      writeFiles(folder.path, { Dockerfile: text });
      const error = await rejection(read(), code);
      assert.match(error.message, says);
      assert.equal(error.place?.file, join(folder.path, 'Dockerfile'));
      if (line !== undefined) assert.equal(error.place.line, line);
      if (column !== undefined) assert.equal(error.place.column, column);
    });
  }

  it('names both places of the same name', async () => {
    writeFiles(folder.path, { 'a/Dockerfile': label('same'), 'b/Dockerfile': `\n${label('same')}` });
    const { message } = await rejection(read(), 'image.duplicate');
    assert.ok(message.includes(`${join(folder.path, 'a/Dockerfile')}:2`), message);
    assert.ok(message.includes(`${join(folder.path, 'b/Dockerfile')}:3`), message);
  });

  it('takes 63 characters, dots, dashes and underscores', async () => {
    writeFiles(folder.path, { 'a/Dockerfile': label('a'.repeat(63)), 'b/Dockerfile': label('a.b-c--d_e__f') });
    assert.equal((await read()).length, 2);
  });

  it('reads a single image under another name and context', async () => {
    writeFiles(folder.path, { 'docker/my.Dockerfile': 'FROM scratch\n' });
    const dockerfile = join(folder.path, 'docker/my.Dockerfile');
    const image = await readImage({ dockerfile, context: folder.path, name: 'given', buildArguments: {} });
    assert.deepEqual([image.name, image.context], ['given', folder.path]);
    const missing = readImage({ dockerfile: join(folder.path, 'Dockerfile'), buildArguments: {} });
    assert.match((await rejection(missing, 'dockerfile.missing')).message, /Dockerfile/);
  });
});
