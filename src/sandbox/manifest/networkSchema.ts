import { z } from 'zod';
import { resourceMetadata, withoutEffect } from './schemaParts.ts';

/** The part of Services, Ingresses and Traefik's Middlewares that the local platform models; strict as pods are. */

const portReference = z.union([z.number().int().positive(), z.string().min(1)]);

export const serviceSchema = z.object({
  metadata: resourceMetadata,
  spec: z.strictObject({
    // Another type opens ports of the node, which here would be ports of the person's own machine.
    type: z.literal('ClusterIP').nullish(),
    selector: z.record(z.string(), z.string()),
    ports: z
      .array(
        z.strictObject({
          name: z.string().nullish(),
          port: z.number().int().positive(),
          targetPort: portReference.nullish(),
          protocol: z.literal('TCP').nullish(),
          appProtocol: withoutEffect,
        }),
      )
      .min(1),
    clusterIP: withoutEffect,
    clusterIPs: withoutEffect,
    internalTrafficPolicy: withoutEffect,
    ipFamilies: withoutEffect,
    ipFamilyPolicy: withoutEffect,
    publishNotReadyAddresses: withoutEffect,
    sessionAffinity: withoutEffect,
  }),
});

const backend = z.strictObject({
  service: z.strictObject({
    name: z.string().min(1),
    port: z.union([z.strictObject({ number: z.number().int().positive() }), z.strictObject({ name: z.string() })]),
  }),
});

export const ingressSchema = z.object({
  metadata: resourceMetadata.extend({ annotations: z.record(z.string(), z.coerce.string()).nullish() }),
  spec: z.strictObject({
    ingressClassName: withoutEffect,
    // Here all is plain HTTP on loopback.
    tls: withoutEffect,
    rules: z
      .array(
        z.strictObject({
          // What platformGlobals names as the platform's host.
          host: z.literal(['', 'localhost']).nullish(),
          http: z.strictObject({
            paths: z
              .array(
                z.strictObject({
                  path: z.string().startsWith('/'),
                  pathType: z.enum(['Exact', 'Prefix', 'ImplementationSpecific']),
                  backend,
                }),
              )
              .min(1),
          }),
        }),
      )
      .min(1),
  }),
});

export const middlewareSchema = z.object({
  metadata: resourceMetadata,
  spec: z.union([
    z.strictObject({
      stripPrefix: z.strictObject({ prefixes: z.array(z.string().startsWith('/')).min(1), forceSlash: withoutEffect }),
    }),
    z.strictObject({
      redirectRegex: z.strictObject({
        regex: z.string().min(1),
        replacement: z.string().min(1),
        permanent: z.boolean().nullish(),
      }),
    }),
  ]),
});

export type ServiceResource = z.infer<typeof serviceSchema>;
export type IngressResource = z.infer<typeof ingressSchema>;
export type MiddlewareResource = z.infer<typeof middlewareSchema>;
