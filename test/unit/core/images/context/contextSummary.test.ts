import assert from 'node:assert/strict';
import { contextHazard, ContextCounter, reportContext } from '../../../../../src/core/images/context/contextSummary.ts';
import { copiedFiles } from '../../../../../src/core/images/context/copiedFiles.ts';
import { parseDockerfile } from '../../../../../src/core/project/dockerfile/parseDockerfile.ts';

const times = { mode: 0o644, modified: new Date(0), stamp: { modified: 0, changed: 0, inode: 1 } };

describe('contextHazard', () => {
  const patientData = ['a.dcm', 'scans/IM1.DCM', 'x.nii', 'x.nii.gz', 'deep/x.nrrd', 'x.mha'];
  const secrets = ['.env', 'app/.env.local', 'id_rsa', '.ssh/config', 'tls.key', 'private-key.pem', '.netrc', 'x.p12'];
  const harmless = ['a.py', '.env.example', 'id_rsa.pub', 'ca.pem', 'environment.yml', 'nii.py', 'x.gz', 'keys.py'];
  for (const path of patientData)
    it(`sees patient data: ${path}`, () => assert.equal(contextHazard(path), 'patientData'));
  for (const path of secrets) it(`sees a secret: ${path}`, () => assert.equal(contextHazard(path), 'secret'));
  for (const path of harmless) it(`sees nothing in ${path}`, () => assert.equal(contextHazard(path), undefined));
});

describe('reportContext', () => {
  const report = (dockerfile: string, files: Readonly<Record<string, number>>): string[] => {
    const { instructions } = parseDockerfile(`FROM scratch\n${dockerfile}\n`, 'Dockerfile', {});
    const counter = new ContextCounter(copiedFiles(instructions));
    for (const [path, size] of Object.entries(files)) counter.add({ ...times, kind: 'file', path, size });
    return reportContext({ context: '/c', summary: counter.summary });
  };

  it('says nothing about a small, clean context', () => {
    assert.deepEqual(report('COPY . /', { 'a.py': 10 }), []);
  });

  it('names patient data and secrets that a COPY takes, with the lines for .dockerignore', () => {
    const [images, secret] = report('COPY . /', { 'data/a.dcm': 1, 'data/b.nii.gz': 1, '.env': 1 });
    assert.match(
      images ?? '',
      /data\/a\.dcm, data\/b\.nii\.gz.*\/c\/\.dockerignore: \*\*\/\*\.dcm {2}\*\*\/\*\.nii\.gz$/,
    );
    assert.match(secret ?? '', /secret.*\.env\..*\.dockerignore: \.env$/);
  });

  const copies: { instruction: string; takes: boolean }[] = [
    { instruction: 'COPY files /app', takes: true },
    { instruction: 'COPY ./files/ /app', takes: true },
    { instruction: 'COPY --chown=1000 --chmod=644 files/x.dcm /app', takes: true },
    { instruction: 'ADD f* /app', takes: true },
    { instruction: 'COPY ["files/x.dcm", "/a b"]', takes: true },
    { instruction: 'ONBUILD COPY . /', takes: true },
    { instruction: 'ARG X=files\nCOPY $X /app', takes: true },
    { instruction: 'COPY other files/x /app', takes: false },
    { instruction: 'COPY *.dcm /app', takes: false },
    { instruction: 'COPY --from=scratch / /app', takes: false },
    { instruction: 'RUN echo', takes: false },
  ];
  for (const { instruction, takes } of copies) {
    it(`${takes ? 'warns' : 'is silent'} with: ${instruction}`, () => {
      assert.equal(report(instruction, { 'files/x.dcm': 1 }).length, takes ? 1 : 0);
    });
  }

  it('names the biggest files of a large context, and how much of it is sent', () => {
    const [large] = report('COPY b.bin /', { 'a.py': 1, 'model.bin': 900_000_000, 'b.bin': 2_000_000 });
    assert.match(large ?? '', /3 files and folders, 902 MB, are scanned.*is sent .*\(2\.0 MB\)/);
    assert.match(large ?? '', /biggest: model\.bin \(900 MB\), b\.bin \(2\.0 MB\)/);
  });

  it('sees the secret that is copied beside hundreds of images that are not', () => {
    const images = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`data/${index}.dcm`, 1]));
    const warnings = report('COPY app /', { ...images, 'app/.env': 1 });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /secret.*app\/\.env/);
  });

  it('tells that there are many files', () => {
    const files = Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`f${index}`, 1]));
    assert.match(report('COPY a.py /', files)[0] ?? '', /20001 files and folders/);
  });
});
