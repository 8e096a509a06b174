/**
 * What ends a rule chain: `allow` goes on to the pool (or sends the response), `drop` answers nothing, `answer` sends
 * what the action put into `query.answer`. An action that gives no verdict lets the chain go on.
 */
export type Verdict = 'allow' | 'drop' | 'answer';
