import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    protocol: 'adapters/protocol/index.ts',
    testing: 'adapters/testing/index.ts',
  },
  tsconfig: 'tsconfig.build.json',
  format: ['esm', 'cjs'],
  target: 'node20.19',
  platform: 'node',
  dts: { oxc: true },
  sourcemap: true,
  fixedExtension: true,
  clean: true,
});
