import type { DoctorContext } from '../../../../src/core/doctor/doctorContext.ts';
import type { Settings } from '../../../../src/core/settings/settings.ts';

export function settingsOf(changes: Partial<Settings>): Settings {
  return {
    buildVersion: '0.6.0',
    buildBranch: undefined,
    registry: { push: 'localhost:5000', pull: 'localhost:32000' },
    platformRegistry: undefined,
    platformUrl: 'http://localhost:8080/kube-helm-api',
    registryFromProject: false,
    platformUrlSource: undefined,
    platformUrlFromProject: false,
    certificatesFile: undefined,
    platformDeadlineMs: undefined,
    platformProject: undefined,
    kaapanaRepository: undefined,
    workspace: '/workspace',
    volumeFolder: undefined,
    proxy: { http: undefined, https: undefined, no: undefined },
    workers: 2,
    carriedTag: 'immutable',
    importCheck: 'on',
    buildArguments: {},
    rootImage: 'debian:12',
    helm: 'helm',
    namespaces: { admin: 'admin', services: 'services' },
    folders: { state: '/state', cache: '/cache' },
    ...changes,
  };
}

/** A machine on which nothing is missing, but for what is changed. */
export function contextOf(changes: Partial<DoctorContext>): DoctorContext {
  return {
    nodeVersion: '22.1.0',
    settings: settingsOf({}),
    signal: new AbortController().signal,
    docker: () =>
      Promise.resolve({ version: '28.2.1', endpoint: 'unix:///var/run/docker.sock', rootFolder: '/var/lib/docker' }),
    helmVersion: () => Promise.resolve('v3.19.0'),
    registry: () => Promise.resolve(),
    platform: () => Promise.resolve('42 extensions'),
    toolVersion: (program) => Promise.resolve(`${program} 1.2.3`),
    diskSpace: () => Promise.resolve({ freeBytes: 50e9, totalBytes: 100e9 }),
    ...changes,
  };
}
