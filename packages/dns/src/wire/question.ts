/** Questions: what a query asks (RFC 1035 §4.1.2). */
import type { DNSName } from './name.ts';
import { RClass, rclassName } from './rclass.ts';
import { rtypeName } from './rtype.ts';

/** One question. */
export interface Question {
  readonly name: DNSName;
  readonly type: number;
  readonly class: number;
}

/** `www.example. A`, with the class only when it is not IN. */
export function formatQuestion(question: Question): string {
  const rclass = question.class === RClass.IN ? '' : `${rclassName(question.class)} `;
  return `${question.name.toString()} ${rclass}${rtypeName(question.type)}`;
}
