import { SilentSpan, type Span } from './span.ts';
import { type TraceContext, writeContext } from './trace-context.ts';

/** Stands where a span would, in a query that is not recorded although its sender named a trace: whoever we ask gets
 *  the context as it came, with the decision that it carries (W3C Trace Context §4: propagate, sampled or not). */
export class PassedContext extends SilentSpan implements Span {
  readonly isPropagated = true;
  readonly #context: TraceContext;

  constructor(context: TraceContext) {
    super();
    this.#context = context;
  }

  get traceId(): Uint8Array {
    return this.#context.traceId;
  }

  get spanId(): Uint8Array {
    return this.#context.spanId;
  }

  context(): TraceContext {
    return this.#context;
  }

  span(): Span {
    return this;
  }

  writeTraceparent(target: Uint8Array, at: number): void {
    writeContext(this.#context, target, at);
  }
}
