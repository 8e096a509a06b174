/** `npm run soak [job ...]`: the long forms of what `npm test` fuzzes briefly. SPAN53_SEED chooses the seed. */
import { fuzzCollector } from './collector.ts';
import { fuzzDecoders, HEAP_GROWTH_MAX } from './decoders.ts';
import { FUZZED, FuzzLab, type Fuzzed } from './servers.ts';

/** One job: says what it did, and returns false when something was found. */
interface Job {
  readonly name: string;
  readonly run: (seed: number) => boolean | Promise<boolean>;
}

const ROUND = 1_000_000;
const ROUNDS = 10;
/** Packets to each server. */
const PACKETS = 200_000;
const COLLECTOR_INPUTS = 100_000;

const jobs: readonly Job[] = [
  { name: 'decoders', run: soakDecoders },
  { name: 'collector', run: soakCollector },
  ...FUZZED.map((name): Job => ({ name, run: (seed) => soakServer(name, seed) })),
];

/** 200,000 packets to one server of a lab of its own. */
async function soakServer(name: Fuzzed, seed: number): Promise<boolean> {
  await using lab = await FuzzLab.open(seed);
  const { sent, malformed, answered, formerr, hostileAnswers, rss, seconds, failures } = await lab.fuzz(
    name,
    PACKETS,
    seed,
  );
  const megabytes = (octets: number): string => (octets / 1_048_576).toFixed(0);
  console.log(
    `${name}: seed ${seed}, ${sent} packets in ${seconds.toFixed(0)} s, ${malformed} malformed; ${answered} answers, ` +
      `${formerr} FORMERR; ${hostileAnswers} hostile answers from behind; ` +
      `RSS ${megabytes(rss.half)} MB at half, ${megabytes(rss.end)} MB at the end`,
  );
  for (const failure of failures) console.log(failure);
  return failures.length === 0;
}

async function soakCollector(seed: number): Promise<boolean> {
  const { inputs, statuses, spans, failures } = await fuzzCollector(COLLECTOR_INPUTS, seed);
  console.log(
    `collector: seed ${seed}, ${inputs} inputs, OTLP by status ${JSON.stringify(statuses)}, ` +
      `spans taken ${JSON.stringify(spans)}`,
  );
  for (const failure of failures) console.log(failure);
  return failures.length === 0;
}

/** 10 M inputs in rounds of their own seeds, so that a finding names a short run. */
function soakDecoders(seed: number): boolean {
  for (let round = 0; round < ROUNDS; round += 1) {
    const report = fuzzDecoders({ iterations: ROUND, seed: seed + round });
    const { failures, slowestMsPerKb, heapGrowth, taken } = report;
    console.log(
      `decoders: seed ${seed + round}, ${report.inputs} inputs, slowest ${slowestMsPerKb.toFixed(2)} ms/kB, ` +
        `heap ${(heapGrowth / 1_048_576).toFixed(1)} MB more, taken ${JSON.stringify(taken)}`,
    );
    for (const { target, input, message } of failures) console.log(`${target} ${input}\n${message}`);
    if (heapGrowth > HEAP_GROWTH_MAX) console.log('this run keeps too much memory');
    if (failures.length > 0 || heapGrowth > HEAP_GROWTH_MAX) return false;
  }
  return true;
}

const chosen = process.argv.slice(2);
const seed = Number(process.env['SPAN53_SEED'] ?? Date.now() % 1_000_000);
let found = 0;
for (const { name, run } of jobs) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`soak: ${name}, seed ${seed}`);
  if (!(await run(seed))) found += 1;
}
process.exitCode = found === 0 ? 0 : 1;
