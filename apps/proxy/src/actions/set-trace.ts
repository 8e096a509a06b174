import { bool, given, needed, texts, u16 } from '@span53/config';
import { OptionCode } from '@span53/dns/edns';

import { defineAction } from '../catalogue.ts';
import { adoptIncoming, withoutTraceparent } from '../trace-choice.ts';

/** Switches the trace of this query on or off. A later SetTrace overrides an earlier one. */
export const setTrace = defineAction({
  type: 'SetTrace',
  options: {
    value: needed(bool, 'true: trace; false: do not, and forget the loggers'),
    remote_loggers: given(texts, [], 'entries of `remote_logging` that get the trace when the query has ended'),
    use_incoming_traceparent: given(bool, false, "continue the trace in the query's TRACEPARENT"),
    traceparent_edns_option_code: given(u16, OptionCode.TRACEPARENT, 'code for reading, stripping and sending'),
    strip_incoming_traceparent: given(bool, false, 'keep the option that the client sent from the backend'),
    send_downstream_traceparent: given(bool, false, 'tell the backend our span'),
  },
  build: (options, build) => {
    const names = options.remote_loggers;
    const loggers = names.map((name, i) => build.logger(name, 'remote_loggers', i));
    const choice = {
      loggers: loggers.filter((logger) => logger !== undefined),
      useIncoming: options.use_incoming_traceparent,
      optionCode: options.traceparent_edns_option_code,
      strip: options.strip_incoming_traceparent,
      sendDownstream: options.send_downstream_traceparent,
    };
    const { value } = options;
    return (query) => {
      // Without a recording the global switch is off, or too many traces are under way.
      if (query.recording === undefined) return undefined;
      query.recording.sampled = value;
      query.tracing = value ? choice : undefined;
      if (!value) return undefined;
      if (choice.useIncoming) adoptIncoming(query, choice.optionCode);
      query.view = withoutTraceparent(query.view, choice.optionCode);
      query.packet = query.view;
      return undefined;
    };
  },
});
