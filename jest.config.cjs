/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // 'require' and 'import' are added by jest itself; listing them here breaks packages that ship both.
  testEnvironmentOptions: { customExportConditions: ['rxduct-source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  transform: {
    '^.+\\.[cm]?ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  restoreMocks: true,
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts', '<rootDir>/test/support/leaks.ts'],
  reporters: ['default', '<rootDir>/test/support/summary-reporter.cjs'],
  collectCoverageFrom: ['src/**/*.ts', 'adapters/**/*.ts'],
};
