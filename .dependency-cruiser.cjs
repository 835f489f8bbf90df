/** The walls of the house: which folder may import which. Arrows point one way. */

/** Inside src every layer may import the layers behind it in this list, and itself. */
const LAYERS = ['endpoint', 'transport', 'codec', 'flow', 'sync', 'futures', 'loop'];

const layerRules = LAYERS.map((layer, index) => ({
  name: `${layer}-imports-only-what-is-below-it`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/((${LAYERS.slice(index).join('|')})/|errors\\.ts$)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...layerRules,
    {
      name: 'node-implements-the-contracts-of-loop',
      comment: 'src/node and src/virtual stand at the edge: they see the contracts, never the engine above them.',
      severity: 'error',
      from: { path: '^src/(node|virtual)/' },
      to: { path: '^src/', pathNot: '^src/(loop/|errors\\.ts$|node/|virtual/)' },
    },
    {
      name: 'only-index-knows-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(index\\.ts$|node/|virtual/)' },
      to: { path: '^src/(node|virtual)/' },
    },
    {
      name: 'only-node-touches-sockets',
      severity: 'error',
      from: { path: '^(src|adapters)/', pathNot: '^(src|adapters)/node/' },
      to: { path: '^(node:)?(net|tls|dgram|child_process|dns)(/|$)', dependencyTypes: ['core'] },
    },
    { name: 'errors-import-nothing', severity: 'error', from: { path: '^src/errors\\.ts$' }, to: { path: '.' } },
    { name: 'src-not-to-adapters', severity: 'error', from: { path: '^src' }, to: { path: '^adapters' } },
    {
      name: 'adapters-see-the-public-face',
      severity: 'error',
      from: { path: '^adapters' },
      to: { path: '^src', pathNot: '^src/index\\.ts$' },
    },
    {
      name: 'the-engine-depends-on-rxjs-only',
      severity: 'error',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional'], pathNot: 'node_modules/rxjs' },
    },
    {
      name: 'library-not-to-its-users',
      severity: 'error',
      from: { path: '^(src|adapters)' },
      to: { path: '^(test|examples|bench)' },
    },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['rxduct-source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
