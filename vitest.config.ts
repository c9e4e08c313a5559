import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The random histories take as long as everything else together: they begin first and run beside the rest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/properties/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They look at what `npm run package` made: `npm run test:package`.
    exclude: [...configDefaults.exclude, 'test/packaging/template*.test.ts'],
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
  },
});
