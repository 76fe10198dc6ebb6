import type { JsonValue } from './pythonText.ts';

type JsonObject = Readonly<Record<string, JsonValue>>;

/** What `conf.json` holds: the platform's dag_run.conf. */
export interface RunConf {
  readonly data_form: JsonObject;
  readonly workflow_form: JsonObject;
  readonly project_form: JsonObject;
  readonly client_job_id: number;
  readonly x_auth_token: null;
  readonly [form: string]: JsonValue;
}

export interface ConfRequest {
  readonly dagId: string;
  /** The platform's six characters for the workflow that the run belongs to. */
  readonly workflowId: string;
  readonly project: string;
  /** UIDs of the series. */
  readonly identifiers: readonly string[];
  /** Name of the data set; undefined where single series were chosen. */
  readonly dataset?: string | undefined;
  /** What the person answered, by form: `workflow_form`, `publication_form`, ... */
  readonly forms: Readonly<Record<string, JsonObject>>;
}

/** Who runs a workflow on this machine, as the platform names people and instances. */
const localUser = 'local';
const localInstance = 'local';

/** The conf of a run as the platform's backend makes it of answered forms. */
export function runConf(request: ConfRequest): RunConf {
  const { dagId, workflowId, project, identifiers, dataset, forms } = request;
  const { data_form: data, workflow_form: workflow, ...others } = forms;
  return escapeTexts({
    ...others,
    data_form: {
      ...data,
      ...(dataset === undefined ? {} : { dataset_name: dataset }),
      identifiers,
    },
    workflow_form: {
      ...workflow,
      username: localUser,
      workflow_id: workflowId,
      workflow_name: `${dagId}-${workflowId}`,
      involved_instances: [localInstance],
      runner_instances: [localInstance],
    },
    project_form: projectForm(project),
    client_job_id: 1,
    x_auth_token: null,
  });
}

/** A project of the platform, with the names that it derives from the project's. */
function projectForm(name: string): JsonObject {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    external_id: null,
    name,
    int_id: 1,
    description: 'Runs on this machine.',
    kubernetes_namespace: `project-${name}`,
    s3_bucket: `project-${name}`,
    opensearch_index: `project_${name}`,
  };
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

/** The backend escapes every text of a form for HTML, so a container gets `&quot;` where a person typed `"`. */
function escapeTexts<T extends JsonValue>(value: T): T;
function escapeTexts(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((item) => escapeTexts(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTexts(item)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
