import { readFileSync, writeFileSync } from 'node:fs';

/** The peak of a process's resident memory above a baseline, as the kernel keeps it: a sampler could miss it. */
export class PeakMemory {
  readonly #pid: number;
  readonly #baseline: number;

  constructor(pid: number) {
    this.#pid = pid;
    writeFileSync(`/proc/${pid}/clear_refs`, '5'); // 5: the peak starts anew from here
    this.#baseline = this.#read('VmRSS');
  }

  /** Bytes. */
  aboveBaseline(): number {
    return this.#read('VmHWM') - this.#baseline;
  }

  #read(field: 'VmRSS' | 'VmHWM'): number {
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  }
}
