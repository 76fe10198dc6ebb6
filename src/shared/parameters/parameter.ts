/** What may be given for an extension's parameter. */
export type ParameterValue = string | number | boolean | readonly string[];

/** What is given for an extension's parameters, by their names. */
export type Answers = Readonly<Record<string, ParameterValue>>;

/** One of an extension's parameters as the platform lists it. The type is open: charts bring their own. */
export interface ListedParameter {
  readonly type?: string | null | undefined;
  /** The label. */
  readonly definition?: string | null | undefined;
  readonly default?: ListedValue;
  /** The choices of a list, else the value. */
  readonly value?: ListedValue;
  readonly required?: boolean | null | undefined;
  readonly help?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly html?: string | null | undefined;
}

type SimpleValue = string | number | boolean;
type ListedValue = SimpleValue | readonly SimpleValue[] | null | undefined;

/** What stands in the form that asks for an extension's parameters, in the chart's order. */
export type FormEntry =
  | { readonly kind: 'heading'; readonly title: string }
  | {
      readonly kind: 'text';
      readonly title: string;
      /** Plain text. */
      readonly text: string;
      /** As the chart has it: not to be trusted. */
      readonly html: string;
    }
  | InputEntry;

export interface InputEntry {
  readonly kind: 'input';
  readonly key: string;
  readonly label: string;
  /** Plain text; empty when there is none. */
  readonly help: string;
  /** The same as the chart has it: not to be trusted. */
  readonly helpHtml: string;
  /** Of a parameter whose type is none that we know: it is asked for as well as can be, and may stay empty. */
  readonly unknownType?: string | undefined;
  readonly input: ParameterInput;
  /** Whether an empty answer is refused. */
  readonly required: boolean;
  /** Shown as dots and never remembered. */
  readonly secret: boolean;
}

export type ParameterInput =
  | { readonly type: 'text'; readonly initial: string; readonly numeric: boolean }
  | { readonly type: 'switch'; readonly initial: boolean }
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly initial: string }
  | { readonly type: 'choices'; readonly choices: readonly string[]; readonly initial: readonly string[] };

/** Whether a parameter of this name is a password, a token or the like: never shown, remembered or logged. */
export function isSecret(key: string): boolean {
  return /passw|secret|credential|token$|api_?key|private_?key/i.test(key) && !/user_?name$/i.test(key);
}
