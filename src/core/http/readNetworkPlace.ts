/** Who reaches a host: everybody on this machine, everything in a Kubernetes cluster, or whoever reaches it. */
export function readNetworkPlace(host: string): 'this machine' | 'cluster' | 'elsewhere' {
  if (/^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host)) return 'this machine';
  return /\.svc(\.cluster\.local)?$/i.test(host) ? 'cluster' : 'elsewhere';
}
