import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** One test that pytest ran. */
export interface TestResult {
  /** `test_settings.ReadSettings::test_defaults` */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'error';
  /** As pytest saw it; the line where it failed, else where it begins. Lines count from 1. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** What was wrong, on one line. */
  readonly message: string | undefined;
  /** The traceback. */
  readonly detail: string | undefined;
  readonly seconds: number;
}

const troubleSchema = z.union([
  z.string(),
  z.object({ message: z.string().optional(), '#text': z.string().optional() }),
]);
const caseSchema = z.object({
  classname: z.string().default(''),
  name: z.string(),
  file: z.string().optional(),
  /** Counts from 0. */
  line: z.coerce.number().int().optional(),
  time: z.coerce.number().default(0),
  failure: z.array(troubleSchema).optional(),
  error: z.array(troubleSchema).optional(),
  skipped: z.array(troubleSchema).optional(),
});
const reportSchema = z.object({
  testsuites: z.object({ testsuite: z.array(z.object({ testcase: z.array(caseSchema).optional() })) }),
});

/** The results in a report that pytest wrote as JUnit XML (family xunit1); undefined for what is none. */
export function readJunit(xml: string): readonly TestResult[] | undefined {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    processEntities: true,
    // Line ends in messages are written as numbers.
    htmlEntities: true,
    isArray: (name) => ['testsuite', 'testcase', 'failure', 'error', 'skipped'].includes(name),
  });
  let parsed: unknown;
  try {
    parsed = parser.parse(xml);
  } catch {
    return undefined;
  }
  const report = reportSchema.safeParse(parsed).data;
  return report?.testsuites.testsuite.flatMap(({ testcase }) => (testcase ?? []).map(resultOf));
}

function resultOf(test: z.infer<typeof caseSchema>): TestResult {
  const { classname, name, file, line, time, failure, error, skipped } = test;
  const [first] = failure ?? error ?? skipped ?? [];
  const { message, text } = typeof first === 'string' ? { message: first, text: first } : readTrouble(first);
  const outcome = failure ? 'failed' : error ? 'error' : skipped ? 'skipped' : 'passed';
  const place = failure || error ? lastPlace(text, file) : undefined;
  return {
    name: `${classname}::${name}`,
    outcome,
    file: place?.file ?? file,
    line: place?.line ?? (line === undefined ? undefined : line + 1),
    message: message?.split('\n')[0],
    detail: text,
    seconds: time,
  };
}

function readTrouble(trouble: Exclude<z.infer<typeof troubleSchema>, string> | undefined) {
  return { message: trouble?.message, text: trouble?.['#text'] };
}

/** Where it failed: the last place of the traceback in the test's own file, else the last one at all. */
function lastPlace(text: string | undefined, file: string | undefined) {
  const places = [...(text ?? '').matchAll(/^(\S+\.py):(\d+): /gm)].map(([, path = '', line]) => ({
    file: path,
    line: Number(line),
  }));
  return places.findLast((place) => place.file === file) ?? places.at(-1);
}
