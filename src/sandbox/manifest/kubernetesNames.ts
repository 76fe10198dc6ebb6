import { z } from 'zod';

/**
 * The API server's rules for names and paths (k8s.io/apimachinery, pkg/util/validation; k8s.io/kubernetes,
 * pkg/apis/core/validation). Several of them become parts of paths on this machine.
 */

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

/** Of Services: a DNS label that begins with a letter. */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && /^[a-z]/.test(text);
}

/** Of roles and their bindings, which may have nearly any name. */
export function isPathSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !/[/%]/.test(text);
}

/** Of a container's port: letters, digits and single hyphens, and at least one letter. */
function isPortName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text);
}

function isDataKey(text: string): boolean {
  return text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..');
}

function isDescending(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..');
}

const dnsLabelRule = 'must be a DNS label: lower-case letters, digits and hyphens, at most 63 characters';
const dnsSubdomainRule = 'must be a DNS subdomain: lower-case letters, digits, hyphens and dots';
const descendingRule = 'must be a relative path without ".."';

/** Of containers, volumes, namespaces and the ports of Services. */
export const dnsLabel = z.string().refine(isDnsLabel, dnsLabelRule);
/** Of nearly every resource. */
export const dnsSubdomain = z.string().refine(isDnsSubdomain, dnsSubdomainRule);
export const serviceName = z.string().refine(isServiceName, `${dnsLabelRule}, the first one a letter`);
export const portName = z
  .string()
  .refine(isPortName, 'must be a port name: lower-case letters, digits and single hyphens, at most 15 characters');
export const portNumber = z.number().int().min(1).max(65_535);
/** Of the entries of ConfigMaps and Secrets; files are named so. */
export const dataKey = z
  .string()
  .refine(isDataKey, 'must be a key of letters, digits, "-", "_" and ".", and must not begin with ".."');
export const environmentName = z
  .string()
  .refine((text) => /^[ -<>-~]+$/.test(text), 'must be the name of a variable: printable ASCII characters without "="');
/** Inside a volume. Empty means the volume itself. */
export const subPath = z.string().refine((path) => path === '' || isDescending(path), descendingRule);
/** Of a file in a volume of a ConfigMap or Secret. */
export const filePath = z
  .string()
  .refine((path) => isDescending(path) && !path.startsWith('..'), `${descendingRule}, and must not begin with ".."`);
/** In the container. Kubernetes also takes relative ones and those with "..", which no chart needs. */
export const mountPath = z
  .string()
  .refine(
    (path) => path.startsWith('/') && !/[:\0]/.test(path) && !path.split('/').includes('..'),
    'must be an absolute path without ":" and ".."',
  );
/** Bits of a file's mode, as YAML's number or as the octal text that some charts write. */
export const fileMode = z.number().int().min(0).max(0o777);
