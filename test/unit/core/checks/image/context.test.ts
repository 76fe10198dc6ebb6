import { ignoreFileMissing, patientData, secretInContext } from '../../../../../src/core/checks/image/context.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(patientData, {
  bad: [
    {
      title: 'an image of a patient that is copied',
      files: {
        [path]: 'FROM scratch\nCOPY files /\n',
        'processing-containers/liver/files/ct.nii.gz': { size: 9, kind: 'file' },
      },
      at: [`${path}:2`],
      says: /copied into the image/,
      fixed: /^files\/ct\.nii\.gz\n$/,
    },
    {
      title: 'DICOM without a telling name that is only sent',
      files: { 'processing-containers/liver/data/1': { size: 999, kind: 'file', content: 'dicom' } },
      at: [`${path}:1`],
      says: /sent with the build/,
    },
  ],
  good: [
    {
      title: 'images that are left out',
      files: {
        'processing-containers/liver/data/a.dcm': { size: 9, kind: 'file' },
        'processing-containers/liver/.dockerignore': 'data\n',
      },
    },
  ],
});

testRule(secretInContext, {
  bad: [
    {
      title: 'a private key',
      files: { 'processing-containers/liver/files/id_rsa': 'x', 'processing-containers/liver/.dockerignore': 'a' },
      at: [`${path}:1`],
      says: /id_rsa/,
      fixed: /^a\nfiles\/id_rsa\n$/,
    },
    {
      title: 'settings with passwords that are copied',
      files: { 'processing-containers/liver/files/.env': 'x', [path]: 'FROM scratch\nCOPY files /\n' },
      at: [`${path}:2`],
    },
  ],
  good: [{ title: 'an example of settings', files: { 'processing-containers/liver/files/.env.example': 'x' } }],
});

testRule(ignoreFileMissing, {
  bad: [
    {
      title: 'a large folder',
      files: { 'processing-containers/liver/model.bin': { size: 60 * 1024 * 1024, kind: 'file' } },
      at: [`${path}:1`],
      says: /files \(62\.9 MB\)/,
      fixed: /__pycache__/,
    },
  ],
  good: [
    {
      title: 'a large folder with a .dockerignore',
      files: {
        'processing-containers/liver/model.bin': { size: 60 * 1024 * 1024, kind: 'file' },
        'processing-containers/liver/.dockerignore': '',
      },
    },
  ],
});
