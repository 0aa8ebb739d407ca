import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long for their length, by which Vitest orders what it has not run before. */
const LONG = ['soak/computing', 'e2e/inference', 'e2e/tabs', 'e2e/main-job', 'e2e/bad-floods'];

/** Begins with the files that take longest, so that none of them runs on alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.includes(`/${name}.`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
