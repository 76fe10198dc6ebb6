import { z } from 'zod';
import { dnsLabel, dnsSubdomain, portName, portNumber, serviceName } from './kubernetesNames.ts';
import { choice, fieldsNotModelled, modelledIf, resourceMetadata, withoutEffect } from './schemaParts.ts';

/** The part of Services, Ingresses and Traefik's Middlewares that the local platform models; strict as pods are. */

export const serviceSchema = z.object({
  metadata: resourceMetadata,
  spec: z.strictObject({
    // Inside the cluster all of these are called in the same way.
    type: choice(['ClusterIP', 'NodePort', 'LoadBalancer'], ['ExternalName']).nullish(),
    selector: z.record(z.string(), z.string()).nullish(),
    ports: z
      .array(
        z.strictObject({
          name: dnsLabel.nullish(),
          port: portNumber,
          targetPort: z.union([portNumber, portName]).nullish(),
          protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
          nodePort: z.number().int().min(0).max(65_535).nullish(),
          appProtocol: withoutEffect,
        }),
      )
      .nullish(),
    allocateLoadBalancerNodePorts: withoutEffect,
    clusterIP: withoutEffect,
    clusterIPs: withoutEffect,
    externalTrafficPolicy: withoutEffect,
    healthCheckNodePort: withoutEffect,
    internalTrafficPolicy: withoutEffect,
    ipFamilies: withoutEffect,
    ipFamilyPolicy: withoutEffect,
    loadBalancerClass: withoutEffect,
    loadBalancerIP: withoutEffect,
    loadBalancerSourceRanges: withoutEffect,
    publishNotReadyAddresses: withoutEffect,
    sessionAffinity: withoutEffect,
    sessionAffinityConfig: withoutEffect,
    trafficDistribution: withoutEffect,
    ...fieldsNotModelled('externalIPs', 'externalName'),
  }),
});

const backend = z.strictObject({
  service: z.strictObject({
    name: serviceName,
    port: z.union([z.strictObject({ number: portNumber }), z.strictObject({ name: dnsLabel })]),
  }),
  ...fieldsNotModelled('resource'),
});

/** What the platform's global values name as its host. */
const ownHosts: readonly string[] = ['', 'localhost'];

export const ingressSchema = z.object({
  metadata: resourceMetadata.extend({ annotations: z.record(z.string(), z.coerce.string()).nullish() }),
  spec: z.strictObject({
    ingressClassName: withoutEffect,
    // Here all is plain HTTP on loopback.
    tls: withoutEffect,
    rules: z
      .array(
        z.strictObject({
          host: modelledIf(z.string(), (host) => ownHosts.includes(host)).nullish(),
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
    ...fieldsNotModelled('defaultBackend'),
  }),
});

/** A path that a request line takes as it is. */
const plainPath = modelledIf(z.string().min(1), (path) => /^\/[!-~]*$/.test(path) && !/[?#]/.test(path));

export const middlewareSchema = z.object({
  metadata: resourceMetadata,
  spec: z
    .strictObject({
      stripPrefix: z
        .strictObject({ prefixes: z.array(z.string().startsWith('/')).min(1), forceSlash: withoutEffect })
        .optional(),
      redirectRegex: z
        .strictObject({
          regex: z.string().min(1),
          replacement: z.string().min(1),
          permanent: z.boolean().nullish(),
        })
        .optional(),
      addPrefix: z.strictObject({ prefix: plainPath }).optional(),
      replacePath: z.strictObject({ path: plainPath }).optional(),
      chain: z
        .strictObject({ middlewares: z.array(z.strictObject({ name: dnsSubdomain, namespace: dnsLabel.nullish() })) })
        .optional(),
      // Limits, and what a browser is told beside the page: nothing that decides where a request goes.
      buffering: withoutEffect,
      circuitBreaker: withoutEffect,
      compress: withoutEffect,
      contentType: withoutEffect,
      headers: withoutEffect,
      inFlightReq: withoutEffect,
      ipAllowList: withoutEffect,
      ipWhiteList: withoutEffect,
      rateLimit: withoutEffect,
      // To https, which the local platform does not have.
      redirectScheme: withoutEffect,
      retry: withoutEffect,
      ...fieldsNotModelled(
        'basicAuth',
        'digestAuth',
        'errors',
        'forwardAuth',
        'grpcWeb',
        'passTLSClientCert',
        'plugin',
        'replacePathRegex',
        'stripPrefixRegex',
      ),
    })
    .refine((kinds) => Object.keys(kinds).length === 1, 'a Middleware is of one kind'),
});

export type ServiceResource = z.infer<typeof serviceSchema>;
export type IngressResource = z.infer<typeof ingressSchema>;
export type MiddlewareResource = z.infer<typeof middlewareSchema>;
