/** What local platforms of tests have in common. */
export const ordinaryPlatform = {
  /** A free one. */
  port: 0,
  buildVersion: '0.6.0',
  registry: { push: 'localhost:32000', pull: 'localhost:32000' },
  namespaces: { admin: 'admin', services: 'services' },
} as const;
