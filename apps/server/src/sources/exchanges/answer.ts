import { SourceError } from '../source-error.ts';
import { type Quantity, readQuantity } from './quantity.ts';

/** The parts of an exchange's answer, each checked: an answer that is not as it must be is not believed. */
export interface Answer {
  /** Empty where there is none. Throws `SourceError` `source_answer_unfit` for what is no text. */
  text(name: string): string;
  /** With its sign; zero where there is none. Throws `SourceError` `source_answer_unfit`. */
  quantity(name: string): Quantity;
  names: string[];
  part(name: string): Answer;
}

/** Throws `SourceError` `source_answer_unfit` unless `value` is an object. */
export function answerOf(exchange: string, value: unknown): Answer {
  if (typeof value !== 'object' || value === null) throw unfit(exchange, 'an object');
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string => {
    const field = fields.get(name) ?? '';
    if (typeof field !== 'string') throw unfit(exchange, `a text as ${name}`);
    return field;
  };
  return {
    text,
    quantity(name) {
      const quantity = readQuantity(text(name) || '0');
      if (quantity === null) throw unfit(exchange, `an amount as ${name}`);
      return quantity;
    },
    names: [...fields.keys()],
    part: (name) => answerOf(exchange, fields.get(name)),
  };
}

/** `wanted`: what should have stood there. The answer itself is not repeated. */
export function unfit(exchange: string, wanted: string): SourceError {
  return new SourceError(
    'source_answer_unfit',
    `${exchange} did not answer ${wanted}, as its interface says.`,
  );
}
