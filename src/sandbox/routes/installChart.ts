import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isSafeName } from '../charts/chartStore.ts';
import type { PackagedChart } from '../charts/packagedChart.ts';
import { releaseValues, transportedParameters } from '../helm/releaseValues.ts';
import { detail, text, withReason, type Answer, type Route } from '../http/answer.ts';
import { notJson, readJsonBody } from '../http/readBody.ts';
import { parseJson } from '../../core/text/parseJson.ts';
import type { InstallOutcome } from '../releases/installRelease.ts';
import { paceOf } from '../start/platformOptions.ts';
import type { RouteParts } from './routeParts.ts';

const multiInstallable = 'kaapanamultiinstallable';
const anyObject = z.record(z.string(), z.unknown());
const requestSchema = z.object({
  name: z.coerce.string(),
  version: z.coerce.string(),
  keywords: z.array(z.string()).optional().catch(undefined),
  extension_params: z.unknown().optional(),
  release_name: z.string().optional(),
  sets: anyObject.optional().catch(undefined),
});
const projectSchema = z.object({ id: z.string(), name: z.string() });
type InstallRequest = z.infer<typeof requestSchema>;

export function installChart(parts: RouteParts): Route {
  return {
    method: 'POST',
    path: '/helm-install-chart',
    async answer({ message }) {
      const body = await readJsonBody(message);
      if ('problem' in body) return failed(body.problem);
      const payload = anyObject.safeParse(body.value).data ?? {};
      const missing = ['name', 'version'].find((key) => !(key in payload));
      if (missing !== undefined) {
        return text(400, `Chart install failed, bad request Required key '${missing}' not found in payload`);
      }
      const request = requestSchema.parse(payload);
      const parameters = readParameters(request, message.headers['project']);
      if ('problem' in parameters) return failed(parameters.problem);
      return await install(request, parameters.value, parts);
    },
  };
}

function failed(problem: string): Answer {
  return detail(500, `Chart install failed ${problem}`);
}

type Parameters = { readonly value: Record<string, unknown> } | { readonly problem: string };

/** The parameters; those of a multi-installable chart with the project of the header. */
function readParameters(request: InstallRequest, project: string | string[] | undefined): Parameters {
  const given = request.extension_params;
  const own = anyObject.safeParse(given).data;
  if (request.keywords?.includes(multiInstallable) !== true) return { value: own ?? {} };
  if (typeof project !== 'string') {
    return { problem: 'the JSON object must be str, bytes or bytearray, not NoneType' };
  }
  if (own === undefined && given !== undefined) {
    return { problem: `'${given === null ? 'NoneType' : 'str'}' object does not support item assignment` };
  }
  const chosen = parseJson(project, projectSchema);
  if (chosen === undefined) return { problem: notJson };
  return { value: { ...own, project_id: chosen.id, project_name: chosen.name } };
}

async function install(request: InstallRequest, given: Record<string, unknown>, parts: RouteParts): Promise<Answer> {
  const chart = await parts.charts.find(request.name, request.version).catch((error: unknown) => {
    parts.log(`${request.name} ${request.version}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  const multi = (request.keywords ?? chart?.keywords ?? []).includes(multiInstallable);
  let parameters: Record<string, unknown>;
  let release: string;
  try {
    parameters = {
      ...(parts.quirks.lossyParameters ? transportedParameters(given) : given),
      ...readSets(request.sets),
    };
    release = request.release_name ?? (multi ? instanceName(request.name, chart, given) : request.name);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  const refused = (reason: string) => {
    parts.log(`Install of ${release}: ${reason}`);
    return withReason(text(500, `Chart install command failed for ${release}`), reason);
  };
  const taken = () => {
    const isSuccess = !multi && parts.quirks.alreadyInstalledIsSuccess;
    return isSuccess ? text(200, `Chart is already installed ${release}`) : refused('The release name is in use.');
  };
  if ((await parts.releases.find(release)) !== undefined) return taken();
  if (chart === undefined) return refused('No readable chart has this name and version.');
  if (!isReleaseName(release)) return refused('This is not a valid release name.');
  const { globals: chartGlobals = {}, name, version, appVersion, file: chartFile } = chart;
  const values = releaseValues({ platform: parts.platformGlobals, parameters, chart: chartGlobals });
  const outcome = parts.releases.install({
    name: release,
    chart: name,
    version,
    appVersion,
    chartFile,
    multiInstallable: multi,
    parameters,
    seen: Object.fromEntries(Object.keys(parameters).map((key) => [key, values.global[key]])),
    values,
  });
  const result = await withinAnswerTime(outcome, paceOf(parts.options).installAnswerSeconds);
  if (result === undefined) return refused('The install takes longer than the platform waits, and continues.');
  if (result.kind === 'taken') return taken();
  if (result.kind !== 'deployed') return refused(result.reason);
  parts.list.touch(name, version);
  return text(200, `Successfully installed: ${release}`);
}

/** Whole keys of Helm. Only blanks are lost on their way; a chart is given no others than global ones here. */
function readSets(sets: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const ownKeys = Object.entries(sets).filter(([key]) => /^global\.[\w-]+$/.test(key));
  return Object.fromEntries(
    ownKeys.map(([key, value]) => [key.slice('global.'.length), String(value).replaceAll(' ', '')]),
  );
}

/** Undefined when it takes longer; the install continues. */
async function withinAnswerTime(
  outcome: Promise<InstallOutcome>,
  seconds: number,
): Promise<InstallOutcome | undefined> {
  const timer = new AbortController();
  const timeout = sleep(seconds * 1000, undefined, { signal: timer.signal }).catch(() => undefined);
  const result = await Promise.race([outcome, timeout]);
  timer.abort();
  return result;
}

/** The chart's name with a random end, or with the value of the parameter that the chart names for it. */
function instanceName(
  chartName: string,
  chart: PackagedChart | undefined,
  parameters: Readonly<Record<string, unknown>>,
): string {
  const key = chart?.globals?.['suffix_param_key'];
  if (typeof key !== 'string' || key === '') return `${chartName}-${randomBytes(10).toString('hex')}`;
  const suffix = parameters[key];
  if (typeof suffix !== 'string') throw new Error(`'global.${key}'`);
  return `${chartName}-${suffix.slice(0, 20)}`;
}

/** Helm's rule, and nothing that would make another path of it. */
function isReleaseName(name: string): boolean {
  return (
    name.length <= 53 &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name) &&
    isSafeName(name)
  );
}
