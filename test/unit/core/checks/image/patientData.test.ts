import { patientData } from '../../../../../src/core/checks/image/patientData.ts';
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
      says: /becomes part of the image/,
      fixed: /^files\/ct\.nii\.gz\n$/,
    },
    {
      title: 'DICOM without a telling name that is only sent',
      files: { 'processing-containers/liver/data/1': { size: 999, kind: 'file', content: 'dicom' } },
      at: [`${path}:1`],
      says: /sent along/,
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
