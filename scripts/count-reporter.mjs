// A node:test reporter that writes one JSON object at the end: { passed, failed, skipped, failures: [names] }.
// It counts tests, not suites or files.
export default async function* count(source) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    if (data.skip !== undefined) counts.skipped += 1;
    else if (type === 'test:pass') counts.passed += 1;
    else {
      counts.failed += 1;
      counts.failures.push(`${data.file ?? ''}: ${data.name}`);
    }
  }
  yield JSON.stringify(counts);
}
