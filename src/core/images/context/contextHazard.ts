/** What a file looks like by its name: something that should hardly be in an image. */
export type ContextHazard = 'patientData' | 'secret';

/** DICOM, NIfTI and the other formats that medical images are kept in. */
const patientData = /\.(?:dcm|dicom|ima|nii|nii\.gz|nrrd|nhdr|mha|mhd|mgz)$/i;

const secrets: readonly RegExp[] = [
  // Examples of it are meant to be shared.
  /^\.env(?:\.(?!(?:example|sample|template|dist)$).+)?$/i,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /\.(?:key|p12|pfx|jks|keystore|ppk|kdbx)$/i,
  /key[^/]*\.pem$/i,
  /^\.(?:netrc|pypirc|git-credentials|pgpass|htpasswd)$/i,
  /^(?:kubeconfig|credentials\.json|service-account[^/]*\.json|secrets?\.ya?ml)$/i,
];

/** Folders whose content is somebody's sign-in. */
const secretPlaces = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.ssh\/[^/]+)$/;

/** @param path in the context, with forward slashes. */
export function contextHazard(path: string): ContextHazard | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (patientData.test(name)) return 'patientData';
  return secretPlaces.test(path) || secrets.some((sign) => sign.test(name)) ? 'secret' : undefined;
}
