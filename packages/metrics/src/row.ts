import type { MetricsRegistry } from './registry.ts';

/** One worker's numbers. Written by that worker alone, read by anybody: doubles in shared memory do not tear on the
 *  platforms Node runs on, and a scrape that misses the last increment is none the worse for it. */
export type MetricsRow = Float64Array;

/** The rows of all workers in one `SharedArrayBuffer`. The buffer goes to the workers in `workerData`. */
export class MetricsMemory {
  readonly buffer: SharedArrayBuffer;
  readonly rowSize: number;

  private constructor(buffer: SharedArrayBuffer, rowSize: number) {
    this.buffer = buffer;
    this.rowSize = rowSize;
  }

  /** Room for `rows` rows of everything declared so far. Call it after the last declaration. */
  static allocate(registry: MetricsRegistry, rows: number): MetricsMemory {
    const rowSize = Math.max(1, registry.size);
    return new MetricsMemory(new SharedArrayBuffer(rows * rowSize * Float64Array.BYTES_PER_ELEMENT), rowSize);
  }

  /** The same memory seen from another thread, which has made the same declarations. */
  static attach(registry: MetricsRegistry, buffer: SharedArrayBuffer): MetricsMemory {
    return new MetricsMemory(buffer, Math.max(1, registry.size));
  }

  get rows(): number {
    return this.buffer.byteLength / Float64Array.BYTES_PER_ELEMENT / this.rowSize;
  }

  row(index: number): MetricsRow {
    const bytes = this.rowSize * Float64Array.BYTES_PER_ELEMENT;
    return new Float64Array(this.buffer, index * bytes, this.rowSize);
  }
}
