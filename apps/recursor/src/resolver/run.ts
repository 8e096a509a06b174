/** Runs a resolution with all it needs as a coroutine: it yields what must be sent and is resumed with what came. */
import type { Context } from './context.ts';
import type { Arrival, Outcome, Send } from './events.ts';
import type { Resolution } from './resolution.ts';
import { step } from './step.ts';

/** Whoever drives it sends what is yielded, over sockets or in a test, and resumes it with the result. */
export function* run(r: Resolution, context: Context, nowMs: number): Generator<Send, Outcome, Arrival> {
  let effect = step(r, { kind: 'start', nowMs }, context);
  for (;;) {
    switch (effect.kind) {
      case 'send':
        effect = step(r, yield effect, context);
        break;
      case 'resolve': {
        const { question } = effect;
        using span = (r.stepSpan ?? r.span)?.span('dns.resolve.ns_address', {
          'dns.resolver.ns': question.name.toString(),
          'dns.resolver.depth': r.depth + 1,
        });
        const child = r.child(question, span);
        const outcome = yield* run(child, context, r.nowMs);
        if (outcome.failure !== undefined) span?.fail('servfail', outcome.failure);
        effect = step(r, { kind: 'resolved', outcome, nowMs: child.nowMs }, context);
        break;
      }
      case 'finish':
        return effect.outcome;
    }
  }
}
