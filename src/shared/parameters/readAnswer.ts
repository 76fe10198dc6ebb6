import type { InputEntry, ParameterValue } from './parameter.ts';

/** What was typed, as a value of the parameter's own type; text that fits no type stays text and is refused later. */
export function readAnswer({ input }: InputEntry, typed: ParameterValue): ParameterValue {
  switch (input.type) {
    case 'switch':
      return typeof typed === 'string' ? (readSwitch(typed) ?? typed) : typed;
    case 'choices':
      return typeof typed === 'string' ? typed.split(',').filter((item) => item !== '') : typed;
    case 'text':
      return input.numeric && typeof typed === 'string' ? (readNumber(typed) ?? typed) : typed;
    case 'choice':
      return typeof typed === 'object' ? typed : String(typed);
  }
}

function readSwitch(text: string): boolean | undefined {
  if (/^(true|yes|on|1)$/i.test(text)) return true;
  return /^(false|no|off|0|)$/i.test(text) ? false : undefined;
}

/** Only what is printed the same way again: 007 and 1e3 are texts. */
function readNumber(text: string): number | undefined {
  const number = Number(text);
  return text !== '' && String(number) === text ? number : undefined;
}
