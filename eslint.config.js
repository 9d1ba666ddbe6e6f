import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const nodeBuiltins = [
  'node:*',
  'fs',
  'path',
  'crypto',
  'http',
  'https',
  'net',
  'os',
  'child_process',
  'process',
];
const layers = [
  'domain',
  'workflows',
  'activities',
  'gateways',
  'triggers',
  'web',
  'main',
  'app',
  'config',
  'log',
];

/** Imports a layer may not make. `allowed` names the sibling layers (and files) of src that it may import. */
function only(allowed, { types = [], packages = [] } = {}) {
  const forbidden = layers.filter((layer) => !allowed.includes(layer) && !types.includes(layer));
  const paths = (names) => names.flatMap((name) => [`**/${name}/**`, `**/${name}.ts`]);
  return [
    'error',
    {
      patterns: [
        { group: ['**/dev/**', '**/test/**'], message: 'src never knows that Azure is local.' },
        { group: packages, message: 'This layer does not use this package (docs/architecture.md).' },
        { group: paths(forbidden), message: 'This layer may not import that one (docs/architecture.md).' },
        ...(types.length === 0
          ? []
          : [
              {
                group: paths(types),
                allowTypeImports: true,
                message: 'Only as types (docs/architecture.md).',
              },
            ]),
      ].filter((pattern) => pattern.group.length > 0),
    },
  ];
}

const azurePackages = ['@azure/*', 'durable-functions'];
const restrictedImports = '@typescript-eslint/no-restricted-imports';

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read once, in main.ts.',
};
const noBareDate = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Time comes from the caller: a clock of our own breaks replay and tests.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'test/sampleApp/dist/**', '.local/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300 }],
      'max-params': ['error', 3],
      'no-restricted-syntax': ['error', noEnvironment],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      [restrictedImports]: only(['domain'], { packages: [...azurePackages, ...nodeBuiltins] }),
      'no-restricted-globals': [
        'error',
        'fetch',
        'process',
        'setTimeout',
        'setInterval',
        'performance',
        'crypto',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
      'no-restricted-syntax': ['error', noEnvironment, noBareDate],
    },
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      [restrictedImports]: only(['domain', 'workflows', 'log'], {
        types: ['activities'],
        packages: ['@azure/*', ...nodeBuiltins],
      }),
      'no-restricted-globals': [
        'error',
        'fetch',
        'process',
        'setTimeout',
        'setInterval',
        'performance',
        'crypto',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
      'no-restricted-syntax': [
        'error',
        noEnvironment,
        noBareDate,
        {
          selector: 'AwaitExpression',
          message: 'An orchestrator yields durable tasks; await breaks replay.',
        },
        { selector: ':function[async=true]', message: 'An orchestrator is a synchronous generator.' },
      ],
    },
  },
  {
    files: ['src/activities/**/*.ts'],
    rules: {
      [restrictedImports]: only(['domain', 'activities', 'log'], {
        types: ['gateways'],
        packages: [...azurePackages, ...nodeBuiltins],
      }),
    },
  },
  {
    files: ['src/gateways/**/*.ts'],
    rules: {
      [restrictedImports]: only(['domain', 'gateways', 'config'], {
        packages: ['durable-functions', '@azure/functions'],
      }),
    },
  },
  {
    files: ['src/triggers/**/*.ts'],
    rules: {
      [restrictedImports]: only(['domain', 'triggers', 'workflows', 'log'], {
        types: ['activities', 'gateways', 'config'],
        packages: ['@azure/arm-*', '@azure/identity', '@azure/core-*', ...nodeBuiltins],
      }),
    },
  },
  {
    // What a yield gives is decided by the engine; this one file turns it into types.
    files: ['src/workflows/step.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off', '@typescript-eslint/no-unsafe-return': 'off' },
  },
  {
    files: ['src/main.ts', 'dev/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', '*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
);
