/** Versions of the tools that the set-up fetches: the only place where they are named. */
export const HELM_VERSION = '3.19.0';
/** The Kubernetes that this Helm's release is made for. */
export const HELM_KUBERNETES = [1, 34];
export const HELM_OLDEST = [3, 8];
/** The cluster of `npm run test:cluster`. */
export const KUBERNETES_VERSION = '1.34.4';
export const CNI_PLUGINS_VERSION = '1.1.1';
export const ETCD_VERSION = '3.6.13';
export const REGISTRY_VERSION = '2.8.3';
export const DEFAULT_ROOT_IMAGE = 'debian:12-slim';
export const OWN_ROOT_IMAGE = 'kaapana-edk/root:bookworm';
/** The workbench of `npm start` and the tests: the newest code-server that runs on Node 20. */
export const CODE_SERVER = { version: '4.100.3' };
/** The newest of all, in which the browser tests look, too; it needs a Node of this major version. */
export const NEWEST_CODE_SERVER = { version: '4.139.1', node: '24' };
